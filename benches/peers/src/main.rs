//! Prints one table: what each signer costs, beside the hash floor and beside others.
//!
//! `cargo run --release` for all of it. Without the other crates: `--no-default-features`.

mod cases;
mod floor;
mod measure;
mod ours;
mod signers;

use measure::{Job, minima};

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(400);
    let only = std::env::args().nth(2).unwrap_or_default();
    let zego = signers::make("zego/server-api-v2", &[]);
    let tencent = signers::make("tencent/ivh-apaas", &[]);
    let with_id = signers::make("tencent/ivh-apaas", &[("requestid", "example_requestid")]);
    let signa = signers::make("iflytek/signa", &[]);
    let baidu = signers::make("baidu/bce-auth-v1", &[]);
    let huawei = signers::make("huawei/sdk-hmac-sha256", &[]);
    let gateway = cases::bare("https://gw.tvs.qq.com/v2/ivh/videomaker/broadcastservice/videomake");
    let action = cases::bare("https://aigc-digitalhuman-api.zegotech.cn/?Action=CreateVideo");
    let (tiny, typical) = (cases::tiny(), cases::typical());
    let large = cases::large(1 << 20);

    let mut jobs = Vec::new();
    let mut add = |scheme: &str, signer, case, floor: Box<dyn FnMut(i64)>| {
        if !scheme.contains(&only) {
            return;
        }
        let case: &cases::Case = case;
        let name = format!("{scheme} {}", case.size);
        jobs.push(Job::new(format!("{name}: floor"), floor));
        jobs.push(Job::new(format!("{name}: sign_with"), ours::sign_with(signer, case)));
        jobs.push(Job::new(format!("{name}: sign_into"), ours::sign_into(signer, case)));
    };
    let signer = |signer: &'static dyn polysign::Signer| signer;
    let leak = |signer: Box<dyn polysign::Signer>| signer_leaked(signer);
    let (zego, tencent, with_id) = (leak(zego), leak(tencent), leak(with_id));
    let (signa, baidu, huawei) = (leak(signa), leak(baidu), leak(huawei));
    let _ = signer;
    let keep = |case: cases::Case| -> &'static cases::Case { Box::leak(Box::new(case)) };
    let (gateway, action, tiny, typical, large) =
        (keep(gateway), keep(action), keep(tiny), keep(typical), keep(large));
    add("zego", zego, action, Box::new(floor::zego(zego, action)));
    add("tencent", tencent, gateway, Box::new(floor::tencent(tencent, gateway)));
    add("tencent requestid", with_id, gateway, Box::new(floor::tencent(with_id, gateway)));
    add("iflytek", signa, gateway, Box::new(floor::iflytek(signa, gateway)));
    for case in [tiny, typical, large] {
        add("baidu", baidu, case, Box::new(floor::baidu(baidu, case)));
    }
    for case in [tiny, typical, large] {
        add("huawei", huawei, case, Box::new(floor::huawei(huawei, case)));
    }
    let least = minima(&mut jobs, rounds);
    for (jobs, times) in jobs.chunks(3).zip(least.chunks(3)) {
        println!(
            "{:28} floor {:9.0}  with {:9.0} {:5.2}  into {:9.0} {:5.2}",
            jobs[0].name, times[0], times[1], times[1] / times[0], times[2], times[2] / times[0]
        );
    }
}

fn signer_leaked(signer: Box<dyn polysign::Signer>) -> &'static dyn polysign::Signer {
    Box::leak(signer)
}
