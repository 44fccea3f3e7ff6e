//! The schemes that a host takes.

use polysign::registry::{ENTRIES, Entry, Registry, schemes_for_host};
use polysign::{ErrorKind, Scheme};

use super::readme::{ENGLISH, names, section};

/// The names of schemes, each once.
fn distinct(schemes: Vec<&'static Scheme>) -> Vec<&'static str> {
    let mut names: Vec<_> = schemes.iter().map(|scheme| scheme.name()).collect();
    names.dedup();
    names
}

#[track_caller]
fn takes(host: &str, expected: &[&str]) {
    assert_eq!(distinct(schemes_for_host(host)), expected, "{host}");
}

#[test]
fn known_hosts() {
    let huawei = ["huawei/sdk-hmac-sha256", "huawei/auth-token"];
    takes("project-api-sgp.zego.im", &["zego/server-api-v2"]);
    takes("gw.tvs.qq.com", &["tencent/ivh-apaas"]);
    takes("cvm.ap-guangzhou.tencentcloudapi.com", &["tencent/tc3-hmac-sha256"]);
    takes("asr.tencentcloudapi.com", &["tencent/tc3-hmac-sha256"]);
    takes("asr.cloud.tencent.com", &["tencent/speech-hmac-sha1"]);
    takes("mybucket.bj.bcebos.com", &["baidu/bce-auth-v1"]);
    takes("open.xiling.baidu.com", &["baidu/xiling"]);
    takes("iam.myhuaweicloud.com", &huawei);
    takes("metastudio.cn-north-4.myhuaweicloud.com", &huawei);
    takes("cbm01.cn-huabei-1.xf-yun.com", &["iflytek/hmac-url"]);
    takes("itrans.xfyun.cn", &["iflytek/http-digest"]);
    takes("audit.iflyaisol.com", &["iflytek/access-key"]);
    takes("raasr.xfyun.cn", &["iflytek/signa"]);
}

#[test]
fn in_any_case_and_with_any_port() {
    for host in ["GW.Tvs.QQ.com", "gw.tvs.qq.com:443", "gw.tvs.qq.com:8443"] {
        takes(host, &["tencent/ivh-apaas"]);
    }
}

#[test]
fn one_for_each_placement() {
    let of = |name| polysign::schemes().filter(move |scheme| scheme.name() == name);
    assert!(schemes_for_host("open.xiling.baidu.com").into_iter().eq(of("baidu/xiling")));
}

#[test]
fn what_is_not_supported_has_none() {
    for host in [
        "mps.cloud.tencent.com",
        "bucket.cos.ap-guangzhou.myqcloud.com",
        "obs.cn-north-4.myhuaweicloud.com",
        "bucket.obs.cn-north-4.myhuaweicloud.com",
        "api.xfyun.cn",
        "spark-api-open.xf-yun.com",
    ] {
        takes(host, &[]);
    }
}

#[test]
fn unknown_hosts_and_other_texts_have_none() {
    let long = format!("{}.zego.im", "a.".repeat(1 << 20));
    for text in [
        "",
        ".",
        "*",
        "*.zego.im",
        "zego.im",
        ".zego.im",
        "evilzego.im",
        "a.zego.im.example.com",
        "gw.tvs.qq.com.example.com",
        "xgw.tvs.qq.com",
        "https://gw.tvs.qq.com/",
        "gw.tvs.qq.com/path",
        "a@gw.tvs.qq.com",
        "example.com/.zego.im",
        "gw.tvs.qq.com:x",
        "gw.tvs.qq.com:99999",
        "127.0.0.1",
        "[::1]:443",
        "\u{ff47}w.tvs.qq.com",
        &long,
    ] {
        takes(text, &[]);
    }
}

/// The tables for people and the answers are of one mind.
#[test]
fn the_tables_list_the_same_hosts() {
    let own = include_str!("../../src/registry.rs");
    let own: String =
        own.lines().filter_map(|line| line.strip_prefix("//! ")).collect::<Vec<_>>().join("\n");
    for (table, at) in [(own.as_str(), 3), (section(ENGLISH, "Products and schemes"), 3)] {
        let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
        let mut count = 0;
        for row in rows {
            let cells: Vec<_> = row.split('|').collect();
            let hosts = names(cells[at - 1]);
            let Some(scheme) = names(cells[at]).next() else { continue };
            // The clouds are in a package of their own.
            if !polysign::schemes().any(|own| own.name() == scheme) {
                continue;
            }
            for host in hosts {
                let host = host.split('/').next().unwrap_or_default().replace('*', "any-1");
                assert!(distinct(schemes_for_host(&host)).contains(&&*scheme), "{host}: {scheme}");
                count += 1;
            }
        }
        assert!(count > 20, "{count}");
    }
}

static SCHEME: Scheme = Scheme::new("example/scheme");

static SCHEMES: &[&Scheme] = &[&SCHEME];

/// An entry of another crate.
const fn of(hosts: &'static [&'static str]) -> Entry {
    let no_signer = |_: &polysign::registry::Config<'_>| {
        Err(polysign::Error::new(ErrorKind::InvalidOption, "example", "makes none"))
    };
    Entry::new(SCHEMES, &[], &[], no_signer).with_hosts(hosts)
}

#[test]
fn entries_of_other_crates() {
    static OTHERS: &[Entry] =
        &[of(&["iat.xf-yun.com", "*.bj.bcebos.com", "a-*.example.com", "*.com", "!*.example.com"])];
    static REGISTRY: Registry = Registry::new(&[ENTRIES, OTHERS]);
    for (host, expected) in [
        ("iat.xf-yun.com", "example/scheme"),
        ("ist.xf-yun.com", "iflytek/hmac-url"),
        ("bucket.bj.bcebos.com", "example/scheme"),
        ("bucket.gz.bcebos.com", "baidu/bce-auth-v1"),
        ("other.com", "example/scheme"),
        ("a-b.example.com", "example/scheme"),
    ] {
        assert_eq!(distinct(REGISTRY.schemes_for_host(host)), [expected], "{host}");
    }
    assert!(REGISTRY.schemes_for_host("b.example.com").is_empty());
}
