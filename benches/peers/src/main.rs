//! Prints what a signature costs, as a multiple of the hash floor, and how that grows.
//!
//! `cargo run --release`, and behind it how many rounds to take and which schemes, if not all.

mod aws;
mod cases;
mod floor;
mod measure;
mod naive;
mod ours;
mod reqsign;
mod same_job;
mod scaling;
mod signers;

use cases::Case;
use measure::{Job, minima};
use polysign::Signer;
use same_job::Form;

/// A scheme on a request: the floor, polysign twice, and the others.
struct Row<'a> {
    name: String,
    jobs: Vec<Job<'a>>,
}

impl<'a> Row<'a> {
    fn new(
        scheme: &str,
        signer: &'a dyn Signer,
        case: &'a Case,
        floor: impl FnMut(i64) + 'a,
        naive: impl FnMut(i64) + 'a,
    ) -> Self {
        Self {
            name: format!("{scheme} {}", case.size),
            jobs: vec![
                Job::new(floor),
                Job::new(ours::sign_with(signer, case)),
                Job::new(ours::sign_into(signer, case)),
                Job::new(naive),
            ],
        }
    }

    fn and(mut self, other: impl FnMut(i64) + 'a) -> Self {
        self.jobs.push(Job::new(other));
        self
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rounds = arguments.next().map_or(400, |rounds| rounds.parse().expect("a number"));
    let only = arguments.next().unwrap_or_default();

    let zego = signers::make("zego/server-api-v2", &[]);
    let tencent = signers::make("tencent/ivh-apaas", &[]);
    let with_id = signers::make("tencent/ivh-apaas", &[("requestid", "example_requestid")]);
    let tc3 = signers::make("tencent/tc3-hmac-sha256", &[("service", "cvm")]);
    let [vc, speech] = ["vc-stream", "asr-v2"].map(|api| {
        let options = [("api", api), ("app_id", "1259220000")];
        signers::make("tencent/speech-hmac-sha1", &options)
    });
    let signa = signers::make("iflytek/signa", &[]);
    let hmac_url = signers::make("iflytek/hmac-url", &[]);
    let http_digest = signers::make("iflytek/http-digest", &[]);
    let access_key =
        signers::make("iflytek/access-key", &[("api", "rtasr-llm"), ("app_id", "71c7b87d")]);
    let xiling = signers::make("baidu/xiling", &[]);
    let translation = cases::translation();
    let transcription = cases::bare(
        "wss://office-api-ast-dx.iflyaisol.com/ast/communicate/v1?audio_encode=pcm_s16le\
         &lang=autodialect&samplerate=16000",
    );
    let figure = cases::bare(
        "https://open.xiling.baidu.com/api/digitalhuman/open/v1/figure/query?systemFigure=true",
    );
    let avatar = cases::bare("wss://avatar.cn-huadong-1.xf-yun.com/v1/interact");
    let baidu = signers::make("baidu/bce-auth-v1", &[]);
    let huawei = signers::make("huawei/sdk-hmac-sha256", &[]);
    let gateway = cases::bare("https://gw.tvs.qq.com/v2/ivh/videomaker/broadcastservice/videomake");
    let conversion = cases::bare("wss://tts.cloud.tencent.com/vc_stream/1259220000");
    let asr = cases::bare(
        "wss://asr.cloud.tencent.com/asr/v2/1259220000?engine_model_type=16k_zh&needvad=1\
         &voice_format=1&voice_id=c64385ee-3e5c-4fc5-bbfd-7c71addb35b0",
    );
    let action = cases::bare("https://aigc-digitalhuman-api.zegotech.cn/?Action=CreateVideo");
    let sized = [cases::tiny(), cases::typical(), cases::large(1 << 20)];

    let forms = [Form::Header, Form::Presigned];
    let same = forms.map(|form| {
        [cases::tiny(), cases::typical()].map(|case| {
            let case = same_job::case(case, form);
            let signer = same_job::signer(&case, form);
            (case, signer)
        })
    });

    let mut rows = vec![
        Row::new("zego", &*zego, &action, floor::zego(&*zego, &action), naive::zego(&action)),
        Row::new(
            "tencent",
            &*tencent,
            &gateway,
            floor::hmac_sha256(&*tencent, &gateway),
            naive::tencent(&gateway),
        ),
        Row::new(
            "tencent with requestid",
            &*with_id,
            &gateway,
            floor::hmac_sha256(&*with_id, &gateway),
            naive::tencent(&gateway),
        ),
        Row::new(
            "speech",
            &*vc,
            &conversion,
            floor::hmac_sha1(&*vc, &conversion),
            naive::speech(&conversion),
        ),
        Row::new(
            "speech with 4 parameters",
            &*speech,
            &asr,
            floor::hmac_sha1(&*speech, &asr),
            naive::speech(&asr),
        ),
        Row::new(
            "iflytek",
            &*signa,
            &gateway,
            floor::iflytek(&*signa, &gateway),
            naive::iflytek(&gateway),
        ),
        Row::new(
            "iflytek url",
            &*hmac_url,
            &avatar,
            floor::hmac_sha256(&*hmac_url, &avatar),
            naive::iflytek_url(&avatar),
        ),
        Row::new(
            "iflytek digest",
            &*http_digest,
            &translation,
            floor::http_digest(&*http_digest, &translation),
            naive::iflytek_digest(&translation),
        ),
        Row::new(
            "iflytek access key",
            &*access_key,
            &transcription,
            floor::hmac_sha1(&*access_key, &transcription),
            naive::iflytek_access_key(&transcription),
        ),
        Row::new(
            "xiling",
            &*xiling,
            &figure,
            floor::hmac_sha256(&*xiling, &figure),
            naive::xiling(&figure),
        ),
    ];
    for case in &sized {
        let floor = floor::baidu(&*baidu, case);
        rows.push(Row::new("baidu", &*baidu, case, floor, naive::baidu(case)));
        let floor = floor::tc3(&*tc3, case);
        rows.push(Row::new("tc3", &*tc3, case, floor, naive::tc3(case)));
        let floor = floor::huawei(&*huawei, case);
        let row = Row::new("huawei", &*huawei, case, floor, naive::huawei(case));
        rows.push(row.and(aws::sigv4(case)).and(reqsign::sigv4(case)));
    }
    for (form, cases) in forms.into_iter().zip(&same) {
        let name = if form == Form::Header { "aws" } else { "aws presigned" };
        rows.extend(cases.iter().map(|(case, signer)| same_job::row(name, case, signer, form)));
    }
    rows.retain(|row| row.name.contains(&only));
    print(&mut rows, rounds);
    if only.is_empty() {
        scaling::print(rounds);
    }
}

fn print(rows: &mut [Row<'_>], rounds: usize) {
    let least = minima(rows.iter_mut().flat_map(|row| &mut row.jobs), rounds);
    println!("| | floor | sign_with | sign_into | naive | aws-sigv4 | reqsign-aws-v4 |");
    println!("|---|---|---|---|---|---|---|");
    let mut least = least.into_iter();
    for row in rows {
        let times: Vec<f64> = least.by_ref().take(row.jobs.len()).collect();
        let mut others: Vec<_> =
            times[1..].iter().map(|time| format!("{:.2}", time / times[0])).collect();
        others.resize(5, String::new());
        println!("| {} | {:.0} ns | {} |", row.name, times[0], others.join(" | "));
    }
}
