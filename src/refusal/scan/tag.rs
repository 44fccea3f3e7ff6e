//! Tags of XML and HTML.

use super::Scanner;
use crate::text::{length_of_word, without_entities};

impl<'t> Scanner<'t, '_, '_> {
    /// Reads on after a `<`, which may open a tag.
    pub(super) fn tag(&mut self) {
        let inside = self.rest();
        if let Some(comment) = inside.strip_prefix("!--") {
            let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            self.at = self.text.len() - rest.len();
            return;
        }
        let end = inside.find(['<', '>', '\n', '[']).unwrap_or(inside.len());
        let tag = inside.get(..end).unwrap_or_default();
        let Some(content) = inside.get(end..).and_then(|rest| rest.strip_prefix('>')) else {
            return;
        };
        self.at = self.text.len() - content.len();
        self.pending = None;
        let name = tag.get(..length_of_word(tag)).unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            self.leave(|frame| frame.mark == '<' && frame.name == Some(name.trim()));
        } else if self.has_tags && !name.is_empty() && !tag.ends_with('/') {
            self.element(name, content);
        }
    }

    fn element(&mut self, name: &'t str, content: &'t str) {
        let data = content.strip_prefix("<![CDATA[").and_then(|data| data.split_once("]]>"));
        let end = content.find('<').unwrap_or(content.len());
        let (text, rest) = data.or_else(|| content.split_at_checked(end)).unwrap_or_default();
        if self.answer.rules.kind(name).is_some() || text.contains("&quot;") {
            self.at = self.text.len() - rest.len();
            let text = without_entities(text);
            self.see(name, text.trim(), !rest.is_empty());
            self.scan_inside(Some(name), &text);
        }
        self.push(Some(name), '<', false);
    }
}
