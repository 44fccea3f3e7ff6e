//! The worked examples Q1 to Q3 of Tencent's speech services, from the vendor's Python SDK, and what
//! is refused.
#![cfg(feature = "tencent")]

use crate::common::stages::{self, fault, pairs, refused, variables};
use polysign::tencent::{ApiKey, SpeechApi, SpeechHmacSha1};
use polysign::{Context, ErrorKind, Request, Signer};

fn signer(id: &str, key: &str, app_id: &str, api: SpeechApi) -> SpeechHmacSha1 {
    let credential = ApiKey::new(id, key).and_then(|key| key.with_app_id(app_id));
    SpeechHmacSha1::new(credential.expect("a credential"), api).expect("a signer")
}

fn request<'a>(method: &'a str, url: &'a str) -> Request<'a> {
    Request::new(method, url).expect(url).with_body("")
}

#[test]
fn q1_voice_conversion() {
    let key = "eaIt64VaM2jPGI7R5jIsGOfOD7D8x6Ua";
    let signer = signer("id-MNEsKQOwKKRT8Nj6zUI3", key, "5105771739", SpeechApi::VcStream);
    let url = "wss://tts.cloud.tencent.com/vc_stream/5105771739?VoiceType=301005&Codec=pcm\
               &SampleRate=16000&Volume=0&VoiceId=50cc7538-d032-b689-e7be-80b9c439adcd&End=0";
    let stages = stages::sign(&signer, &request("GET", url), 1_616_291_869, &[]);
    assert_eq!(
        stages.string_to_sign,
        "tts.cloud.tencent.com/vc_stream/5105771739?Codec=pcm&End=0&Expired=1616378269\
         &SampleRate=16000&SecretId=id-MNEsKQOwKKRT8Nj6zUI3&Timestamp=1616291869\
         &VoiceId=50cc7538-d032-b689-e7be-80b9c439adcd&VoiceType=301005&Volume=0"
    );
    let signed = "&Expired=1616378269&SecretId=id-MNEsKQOwKKRT8Nj6zUI3&Timestamp=1616291869\
                  &Signature=Wy5X%2B0GG%2Bivq%2FD%2F887NaG3y4lc0%3D";
    assert_eq!(stages.url(), format!("{url}{signed}"));
    assert_eq!(stages.expires_at, Some(1_616_291_869 + 86_400));
}

#[test]
fn q2_flash_recognition() {
    let key = "Ope0a5eU5nFUnSDRH0NYAZhHPKbRVwlO";
    let signer = signer("id-7khNFlN7mMpG02vUlaj9", key, "6538305370", SpeechApi::AsrFlash);
    let url = "https://asr.cloud.tencent.com/asr/flash/v1/6538305370?engine_type=16k_zh\
               &voice_format=wav&speaker_diarization=0&customization_id=&filter_dirty=0\
               &filter_modal=0&filter_punc=0&convert_num_mode=1&word_info=0&first_channel_only=1\
               &reinforce_hotword=0&sentence_max_length=0";
    let stages = stages::sign(&signer, &request("POST", url), 1_642_506_671, &[]);
    assert!(stages.string_to_sign.starts_with("POSTasr.cloud.tencent.com/asr/flash/v1/"));
    assert!(stages.string_to_sign.contains("&customization_id=&engine_type="));
    assert_eq!(stages.headers, pairs(&[("authorization", "NYlEKDtLUPhkg9SMJXQcqiuNAwQ=")]));
    assert_eq!(
        stages.query,
        pairs(&[("secretid", "id-7khNFlN7mMpG02vUlaj9"), ("timestamp", "1642506671")])
    );
    assert_eq!(stages.expires_at, None);
}

#[test]
fn q3_streamed_synthesis() {
    let key = "SzRzWT1VwU0dSEOQtrrCYnS7bNnv80qm";
    let signer = signer("id-jmJS6AGpP3EI62nWqHtQ", key, "3313171770", SpeechApi::TtsStream);
    let text = "%E6%AC%A2%E8%BF%8E%E4%BD%BF%E7%94%A8%E8%85%BE%E8%AE%AF%E4%BA%91%E5%AE%9E%E6%97%B6\
                %E8%AF%AD%E9%9F%B3%E5%90%88%E6%88%90";
    let url = format!(
        "wss://tts.cloud.tencent.com/stream_ws?Action=TextToStreamAudioWS&ModelType=1\
         &VoiceType=101001&Codec=pcm&SampleRate=16000&Speed=0&Volume=0\
         &SessionId=baf1484c-5859-e821-f4d9-2d80a8549489&Text={text}&EnableSubtitle=True"
    );
    let stages = stages::sign(&signer, &request("GET", &url), 1_559_969_500, &[]);
    assert!(stages.string_to_sign.starts_with("GETtts.cloud.tencent.com/stream_ws?Action="));
    assert!(stages.string_to_sign.contains("&Text=欢迎使用腾讯云实时语音合成&Timestamp="));
    assert_eq!(stages.signature, "Gy5XmtIpcD4jhhNDiEflLHSO1X8=");
}

#[test]
fn the_signature_is_last_and_the_token_is_a_gap() {
    let credential = ApiKey::new("AKIDEXAMPLE", "testsecret").expect("a key");
    let credential = credential.with_app_id("1").and_then(|key| key.with_token("a/token&x"));
    let signer = SpeechHmacSha1::new(credential.expect("a token"), SpeechApi::AsrV2);
    let signer = signer.and_then(|signer| signer.with_expires_in(60)).expect("a signer");
    let url = "wss://asr.cloud.tencent.com/asr/v2/1?z=1&token=old&signature=old&nonce=1&Nonce=2";
    let context = Context::at(1_673_408_372).with_nonce("7");
    let gaps = [("token", "a/token&x")];
    let stages = stages::sign_in(&signer, &request("GET", url), &context, &gaps);
    assert_eq!(
        stages.string_to_sign,
        "asr.cloud.tencent.com/asr/v2/1?Nonce=2&expired=1673408432&nonce=7&secretid=AKIDEXAMPLE\
         &timestamp=1673408372&token=a/token&x&z=1"
    );
    assert!(stages.shown.contains("&token=[token]&z=1"), "{}", stages.shown);
    let names: Vec<_> = stages.query.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["expired", "nonce", "secretid", "timestamp", "token", "signature"]);
    assert_eq!(stages.expires_at, Some(1_673_408_432));
}

#[test]
fn a_nonce_is_a_number_of_31_bits() {
    let signer = signer("k", "s", "1", SpeechApi::Soe);
    let request = request("GET", "wss://soe.cloud.tencent.com/soe/api/1");
    let context = Context::at(5);
    assert_eq!(fault(&refused(&signer, &request, &context)), (ErrorKind::MissingNonce, "nonce"));
    for nonce in ["", "0", "01", "+1", "1.0", "2147483648", "99999999999", "a", "１"] {
        let error = refused(&signer, &request, &context.with_nonce(nonce));
        assert_eq!(fault(&error), (ErrorKind::InvalidNonce, "nonce"), "{nonce}");
    }
    for (bytes, expected) in [
        ([0; 16], "1"),
        ([0xff; 16], "2147483647"),
        ([0x80, 0, 0, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], "9"),
    ] {
        let signed = signer.sign_with(&request, &context.with_random_nonce(bytes));
        assert_eq!(signed.expect("a signature").nonce(), Some(expected));
    }
}

#[test]
fn the_path_is_signed_as_it_stands() {
    let vc = signer("k", "s", "1", SpeechApi::VcStream);
    for (url, start) in
        [("wss://H.example.com:443", "h.example.com/?"), ("ws://h:8080//a%7e/?b", "h:8080//a%7e/?")]
    {
        let stages = stages::sign(&vc, &request("GET", url), 5, &[]);
        assert!(stages.string_to_sign.starts_with(start), "{}", stages.string_to_sign);
    }
    for (url, kind) in [
        ("wss://h/a/../b", ErrorKind::DotSegments),
        ("wss://h/a/%2e%2E", ErrorKind::DotSegments),
        ("wss://h/it's", ErrorKind::InvalidUrl),
        ("wss://h/{a}", ErrorKind::InvalidUrl),
    ] {
        let error = refused(&vc, &request("GET", url), &Context::at(5));
        assert_eq!(fault(&error), (kind, "url"), "{url}");
    }
    // Where the method is signed, it is sent as it is.
    let tts = signer("k", "s", "1", SpeechApi::TtsStream);
    let error = refused(&tts, &request("get", "wss://h/"), &Context::at(5));
    assert_eq!(error.kind(), ErrorKind::InvalidMethod);
    assert!(vc.sign_with(&request("get", "wss://h/"), &Context::at(5)).is_ok());
}

#[test]
fn what_a_service_does_not_take_is_refused_at_construction() {
    let key = || ApiKey::new("k", "s").expect("a key");
    let error = SpeechHmacSha1::new(key(), SpeechApi::AsrV2).expect_err("no app id");
    assert_eq!(fault(&error), (ErrorKind::MissingCredential, "app_id"));
    for api in [SpeechApi::AsrFlash, SpeechApi::TtsStream, SpeechApi::VcStream] {
        let credential = key().with_app_id("1").and_then(|key| key.with_token("t"));
        let error = SpeechHmacSha1::new(credential.expect("a token"), api).expect_err("a token");
        assert_eq!(fault(&error), (ErrorKind::InvalidCredential, "token"));
        assert_eq!(api.as_str().parse::<SpeechApi>(), Ok(api));
        assert_eq!(api.to_string(), api.as_str());
    }
    let flash = signer("k", "s", "1", SpeechApi::AsrFlash).with_expires_in(60);
    assert_eq!(flash.expect_err("no expiry").kind(), ErrorKind::InvalidExpiration);
    for seconds in [0, 90 * 86_400, u32::MAX] {
        let error = signer("k", "s", "1", SpeechApi::AsrV2).with_expires_in(seconds);
        assert_eq!(error.expect_err("a limit").kind(), ErrorKind::InvalidExpiration);
    }
}

#[test]
fn environment() {
    let (id, key) = ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY");
    let token = "TENCENTCLOUD_SESSION_TOKEN";
    let read = |set: &[(&str, &str)]| ApiKey::from_vars(variables(set));
    for none in [&[][..], &[(id, " "), (key, "")], &[("TENCENT_APAAS_APPKEY", "x")]] {
        assert!(read(none).expect("nothing wrong").is_none(), "{none:?}");
    }
    assert!(read(&[(id, "k"), (key, "s")]).expect("valid").is_some());
    for (set, missing) in [(&[(id, "k")][..], key), (&[(key, "s")], id), (&[(token, "t")], id)] {
        let error = read(set).expect_err(missing);
        assert_eq!(fault(&error), (ErrorKind::MissingCredential, missing));
    }
    let error = read(&[(id, "k"), (key, "s"), (token, "t ")]).expect_err("padded");
    assert_eq!(fault(&error), (ErrorKind::InvalidCredential, "token"));
    assert!(error.to_string().contains(token), "{error}");
}
