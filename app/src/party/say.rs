//! The parties' words in the reader's language, following the switch.

use crate::shell::Context;
use crate::words::Text;

pub fn say(word: impl Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let language = Context::get().language;
    move || word.text(language.get())
}

/// `word` with each `{}` replaced in turn.
pub fn filled(word: impl Text, values: Vec<String>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let language = Context::get().language;
    move || fill(word.text(language.get()), &values)
}

pub fn fill(template: &str, values: &[String]) -> String {
    let mut parts = template.split("{}");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        out.push_str(values.get(index).map_or("", String::as_str));
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_in_order_and_a_missing_value_leaves_nothing() {
        assert_eq!(
            fill("第 {} 条，共 {} 条", &["1".into(), "3".into()]),
            "第 1 条，共 3 条"
        );
        assert_eq!(fill("{}签名。{}", &["申请人".into()]), "申请人签名。");
    }
}
