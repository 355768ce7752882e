//! `docs/openapi.json` is what the handlers say. `BLESS=1` rewrites it.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn document() -> Value {
    serde_json::from_str(&server::http::openapi::document()).expect("the document is JSON")
}

/// Every operation as `(path, method, operation)`.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let of_path = |(path, item): (&String, &Value)| {
        let operations = item.as_object().expect("an item").clone();
        operations
            .into_iter()
            .map(|(method, operation)| (path.clone(), method, operation))
            .collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

#[test]
fn the_checked_in_document_is_in_step() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    let now = server::http::openapi::document();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &now).expect("docs is writable");
    }
    let then = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        now == then,
        "the API has changed; look at what `BLESS=1 cargo test -p server --test openapi` changes in docs/openapi.json"
    );
}

#[test]
fn every_operation_says_what_can_go_wrong() {
    let document = document();
    assert!(
        document["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1"))
    );
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let name = format!("{method} {path}");
        let id = operation["operationId"].as_str().expect("an operationId");
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        assert!(operation["summary"].is_string(), "{name} has no summary");
        let responses = operation["responses"].as_object().expect("responses");
        for wanted in ["400", "429", "503"] {
            assert!(responses.contains_key(wanted), "{name} does not say {wanted}");
        }
        for (status, response) in responses.iter().filter(|(status, _)| status.starts_with(['4', '5'])) {
            // OAuth libraries read the errors of RFC 6749 §5.2.
            if id == "grant_token" && ["400", "401"].contains(&status.as_str()) {
                continue;
            }
            let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/Problem", "{name} {status}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(to)) = map.get("$ref") {
                    found.insert(to.clone());
                }
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("a local reference");
        assert!(document.pointer(pointer).is_some(), "{reference} is missing");
    }
}

#[test]
fn no_endpoint_is_served_undescribed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    for entry in std::fs::read_dir(folder).expect("the handlers") {
        let path = entry.expect("readable").path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            !text.contains(".route(\"/api/"),
            "{} has a route without a description: use `routes!`",
            path.display()
        );
    }
}
