//! Each vendor's worked examples, tables and rulings.

mod baidu;
mod huawei;
mod iflytek;
mod iflytek_keys;
mod tencent;
mod tencent_speech;
mod tencent_tc3;
mod zego;
