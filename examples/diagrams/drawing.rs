//! A drawing as SVG: on the left the parts of a request, on the right the steps to the signature.

use std::fmt::{Display, Write};

const WIDTH: usize = 790;
/// Each column: its left end, its width, and how many characters of a value it has room for.
const PARTS: Column = Column { x: 16, width: 342, characters: 39 };
const STEPS: Column = Column { x: 398, width: 376, characters: 54 };
/// Where the lines of the covered parts meet.
const JUNCTION: usize = 378;
const TOP: usize = 44;
const LINE: usize = 15;

struct Column {
    x: usize,
    width: usize,
    characters: usize,
}

/// A part of the request, or a value of the signer.
pub(crate) struct Row {
    label: &'static str,
    value: String,
    is_covered: bool,
}

impl Row {
    pub(crate) fn new(label: &'static str, value: impl Display, is_covered: bool) -> Self {
        let value = match value.to_string() {
            empty if empty.is_empty() => "(none)".into(),
            value => value,
        };
        Self { label, value, is_covered }
    }
}

/// A drawing, which grows downwards in both columns.
pub(crate) struct Drawing {
    title: String,
    covered: Vec<String>,
    uncovered: Vec<String>,
    shapes: String,
    parts_end: usize,
    steps_end: usize,
    /// The middles of the covered parts.
    covered_at: Vec<usize>,
    /// The middle of the first step.
    first_step: Option<usize>,
}

impl Drawing {
    pub(crate) fn new(family: &str, scheme: &str) -> Self {
        let title = format!("{family}: {scheme}");
        let mut drawing = Self {
            title: title.clone(),
            covered: Vec::new(),
            uncovered: Vec::new(),
            shapes: String::new(),
            parts_end: TOP,
            steps_end: TOP,
            covered_at: Vec::new(),
            first_step: None,
        };
        drawing.text(PARTS.x, 26, "font-size=\"15\" font-weight=\"bold\"", &title);
        drawing
    }

    /// Adds a group of parts to the left column.
    pub(crate) fn rows(&mut self, heading: &str, rows: &[Row]) {
        self.text(PARTS.x, self.parts_end + 14, "font-weight=\"bold\"", heading);
        self.parts_end += 22;
        for row in rows {
            self.row(row);
        }
        self.parts_end += 8;
    }

    fn row(&mut self, row: &Row) {
        let top = self.parts_end;
        let (mark, style, names) = if row.is_covered {
            self.covered_at.push(top + 11);
            ("✓", "fill=\"#d9f2e0\" stroke=\"#1a7f37\"", &mut self.covered)
        } else {
            let style = "fill=\"#f3f3f3\" stroke=\"#767676\" stroke-dasharray=\"4 3\"";
            ("–", style, &mut self.uncovered)
        };
        names.push(format!("{} {}", row.label, row.value));
        self.frame(&PARTS, top, 22, style);
        self.text(PARTS.x + 7, top + 15, "", mark);
        self.text(PARTS.x + 21, top + 15, "", row.label);
        self.code(PARTS.x + 77, top + 15, &shorten(&row.value, PARTS.characters));
        self.parts_end += 26;
    }

    /// Adds a step to the right column, with an arrow from the one before.
    pub(crate) fn step<T: AsRef<str>>(
        &mut self,
        heading: &str,
        lines: impl IntoIterator<Item = T>,
    ) {
        let lines: Vec<_> = lines.into_iter().collect();
        if self.first_step.is_some() {
            self.arrow(&format!("M{} {}v17", STEPS.x + STEPS.width / 2, self.steps_end));
            self.steps_end += 20;
        }
        let (top, height) = (self.steps_end, 26 + LINE * lines.len());
        self.first_step.get_or_insert(top + height / 2);
        self.frame(&STEPS, top, height, "fill=\"#e6f0fb\" stroke=\"#0a58ca\"");
        self.text(STEPS.x + 8, top + 16, "font-weight=\"bold\"", heading);
        for (at, line) in lines.iter().enumerate() {
            let line = shorten(line.as_ref(), STEPS.characters);
            self.code(STEPS.x + 8, top + 32 + LINE * at, &line);
        }
        self.steps_end += height;
    }

    /// Returns the drawing as a document that a page can also contain: it has no empty line, which
    /// would end it in Markdown, and no style that other parts of the page would take.
    pub(crate) fn finish(mut self) -> String {
        self.connect();
        let height = self.parts_end.max(self.steps_end) + 34;
        let legend =
            "✓ covered by the signature · – not covered, can change on the way · … shortened";
        self.text(PARTS.x, height - 14, "fill=\"#444444\"", legend);
        let (title, shapes) = (escape(&self.title), &self.shapes);
        let description = escape(&format!(
            "The signature covers: {}. It does not cover: {}.",
            self.covered.join("; "),
            self.uncovered.join("; ")
        ));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
             width=\"{WIDTH}\" style=\"max-width:100%;height:auto\" role=\"img\" \
             aria-labelledby=\"diagram-title diagram-description\" \
             font-family=\"sans-serif\" font-size=\"12\" fill=\"#1c1c1c\">\n\
             <title id=\"diagram-title\">{title}</title>\n\
             <desc id=\"diagram-description\">{description}</desc>\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" rx=\"8\" fill=\"#ffffff\" stroke=\"#767676\"/>\n\
             {shapes}</svg>\n"
        )
    }

    /// Draws the lines from the covered parts to the first step.
    fn connect(&mut self) {
        let right = PARTS.x + PARTS.width;
        let Some(step) = self.first_step else {
            return;
        };
        for middle in std::mem::take(&mut self.covered_at) {
            self.line(&format!("M{right} {middle}H{JUNCTION}V{step}"));
        }
        self.arrow(&format!("M{JUNCTION} {step}H{}", STEPS.x - 3));
    }

    fn arrow(&mut self, path: &str) {
        self.line(path);
        let head = if path.contains('v') { "m-4 -5l4 6l4 -6" } else { "m-5 -4l6 4l-6 4" };
        self.line(&format!("{path}{head}"));
    }

    fn line(&mut self, path: &str) {
        self.shape(format_args!("<path d=\"{path}\" fill=\"none\" stroke=\"#1c1c1c\"/>"));
    }

    fn frame(&mut self, column: &Column, top: usize, height: usize, style: &str) {
        let Column { x, width, .. } = column;
        self.shape(format_args!(
            "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\" {style}/>"
        ));
    }

    fn code(&mut self, x: usize, y: usize, text: &str) {
        let style = "font-family=\"monospace\" font-size=\"11\" xml:space=\"preserve\"";
        self.text(x, y, style, text);
    }

    fn text(&mut self, x: usize, y: usize, style: &str, text: &str) {
        let text = escape(text);
        self.shape(format_args!("<text x=\"{x}\" y=\"{y}\" {style}>{text}</text>"));
    }

    fn shape(&mut self, shape: impl Display) {
        writeln!(self.shapes, "{shape}").expect("a string takes all");
    }
}

/// Leaves out the middle of a long text.
fn shorten(text: &str, characters: usize) -> String {
    const END: usize = 12;
    let all: Vec<char> = text.chars().collect();
    if all.len() <= characters {
        return text.into();
    }
    let start = all.iter().take(characters - END - 1);
    start.chain(&['…']).chain(all.iter().skip(all.len() - END)).collect()
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}
