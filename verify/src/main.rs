//! `maplebridge-verify FILE --trust FILE [--json] [--lang zh|en]`: checks a dossier offline, or one
//! signed PDF of it.
//!
//! Exit codes: 0 valid, 1 invalid, 2 unusable input. It opens the two files it is given and, to make a dossier's
//! agreement again, the faces it is set in; nothing else.

mod document;
mod input;
mod report;
mod words;

use clap::Parser;
use domain::dossier;
use std::path::PathBuf;
use std::process::ExitCode;
use words::Language;

/// Checks a Maplebridge dossier offline 离线核验案卷
#[derive(Parser)]
#[command(
    name = "maplebridge-verify",
    version,
    after_help = "Exit code 0: valid 有效; 1: invalid 无效; 2: unusable input 无法核验"
)]
struct Options {
    /// The dossier, or one signed PDF of it 案卷文件，或其中一份已签名的 PDF
    #[arg(value_name = "FILE")]
    dossier: PathBuf,
    /// The trust root, obtained apart from the dossier 信任根（应另行取得）
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    /// Where the faces of the agreement are; without it, where Debian has them 协议书所用字体的文件夹
    #[arg(long, value_name = "FOLDER")]
    fonts: Option<PathBuf>,
    /// Print the report as JSON 输出 JSON 报告
    #[arg(long)]
    json: bool,
    /// Language of the report; both without it, unless the locale says which 报告语言
    #[arg(long, value_enum)]
    lang: Option<Language>,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let languages = words::languages(options.lang, |name| std::env::var(name).ok());
    let read = input::trust(&options.trust).and_then(|trust| Ok((trust, input::dossier(&options.dossier)?)));
    let (trust, bytes) = match read {
        Ok(read) => read,
        Err(unusable) => {
            for language in languages {
                eprintln!("{}", unusable.words(language));
            }
            return ExitCode::from(2);
        }
    };
    let (valid, json, texts): (bool, String, Vec<String>) = if bytes.starts_with(b"%PDF-") {
        let found = dossier::verify_document(&bytes, &trust);
        let texts = languages.iter().map(|language| document::text(&found, *language));
        (found.valid, report::json(&found), texts.collect())
    } else {
        if let Some(folder) = options.fonts {
            documents::look_in(folder);
        }
        let found = dossier::verify_rendering(&bytes, &trust, &documents::again);
        let texts = languages.iter().map(|language| report::text(&found, *language));
        (found.valid, report::json(&found), texts.collect())
    };
    if options.json {
        println!("{json}");
    } else {
        print!("{}", texts.join("\n"));
    }
    ExitCode::from(u8::from(!valid))
}
