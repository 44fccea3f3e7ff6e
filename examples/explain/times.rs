//! Times as vendors and servers print them.

use polysign::UnixTime;
use time::PrimitiveDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// A time in one of the forms that vendors print: Unix seconds, `20191115T033655Z`,
/// `2019-11-15T03:36:55Z`, and the date of HTTP.
pub(crate) fn read(text: &str) -> Result<i64, &'static str> {
    let iso = |format| PrimitiveDateTime::parse(text, format).ok();
    let seconds = text.parse().ok();
    seconds
        .or_else(|| Some(iso(BASIC).or_else(|| iso(EXTENDED))?.assume_utc().unix_timestamp()))
        .or_else(|| UnixTime::from(httpdate::parse_http_date(text).ok()?).seconds().into())
        .ok_or(
            "is not a time; write Unix seconds, 20191115T033655Z, 2019-11-15T03:36:55Z or \
             Fri, 15 Nov 2019 03:36:55 GMT",
        )
}

const BASIC: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");
const EXTENDED: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// The time that a request has in one of its headers or in its query, if it was signed already.
pub(crate) fn of_request(headers: &[(String, String)], url: &str) -> Option<i64> {
    let header = |name: &str| {
        let mut headers = headers.iter();
        let (_, value) = headers.find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        read(value).ok()
    };
    let parameter = |name: &str| {
        let (_, query) = url.split_once('?')?;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        read(value).ok()
    };
    let names = ["x-sdk-date", "x-bce-date", "x-timestamp", "date"];
    let in_headers = names.into_iter().find_map(header);
    in_headers.or_else(|| ["timestamp", "ts"].into_iter().find_map(parameter))
}
