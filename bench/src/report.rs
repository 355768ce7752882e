//! What a benchmark prints: for people, or one JSON document with `value`, `reference`, `ratio`.

use serde_json::{Value, json};

/// One measured number beside its reference.
pub struct Measure {
    pub name: String,
    pub unit: &'static str,
    pub value: f64,
    pub reference: f64,
    /// What the ratio must reach, or stay under.
    pub goal: Goal,
}

pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Measure {
    pub fn ratio(&self) -> f64 {
        self.value / self.reference
    }

    pub fn holds(&self) -> bool {
        match self.goal {
            Goal::AtLeast(least) => self.ratio() >= least,
            Goal::AtMost(most) => self.ratio() <= most,
        }
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "unit": self.unit,
            "value": rounded(self.value),
            "reference": rounded(self.reference),
            "ratio": rounded(self.ratio()),
            "holds": self.holds(),
        })
    }
}

/// Prints `measures`. The document's own `value`, `reference` and `ratio` are those of the measure
/// that stands worst against its goal.
pub fn print(bench: &str, measures: &[Measure], details: Value, as_json: bool) {
    let slack = |measure: &Measure| match measure.goal {
        Goal::AtLeast(least) => measure.ratio() / least,
        Goal::AtMost(most) => most / measure.ratio(),
    };
    let Some(worst) = measures.iter().min_by(|a, b| slack(a).total_cmp(&slack(b))) else {
        return;
    };
    if as_json {
        let mut document = worst.json();
        document["bench"] = bench.into();
        document["measures"] = measures.iter().map(Measure::json).collect();
        document["details"] = details;
        println!("{document:#}");
        return;
    }
    for measure in measures {
        let (word, goal) = match measure.goal {
            Goal::AtLeast(least) => ("at least", least),
            Goal::AtMost(most) => ("at most", most),
        };
        println!(
            "{:<24} {:>10.0} {}  reference {:>10.0}  ratio {:.3} ({word} {goal}) {}",
            measure.name,
            measure.value,
            measure.unit,
            measure.reference,
            measure.ratio(),
            if measure.holds() { "holds" } else { "FAILS" },
        );
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
