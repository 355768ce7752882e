//! Tokens that give a place in a house back, to a browser that reloads and after a restart of the
//! server, which forgets every house but not its keys.

use crate::identity::token;
use crate::trust::Key;
use domain::id::{CaseId, PersonId};

pub struct Places(Key);

impl Places {
    pub fn new(key: Key) -> Self {
        Self(key)
    }

    /// A new token: 128 random bits and our mark on them, hexadecimal.
    pub fn give(&self, case: CaseId, person: PersonId) -> String {
        let nonce = token::fresh();
        let mark = self.mark(case, person, &nonce);
        nonce + &mark
    }

    /// Was `token` given to this person in this case, by this process or an earlier one?
    pub fn gave(&self, case: CaseId, person: PersonId, token: &str) -> bool {
        token
            .split_at_checked(32)
            .is_some_and(|(nonce, mark)| token::same(mark, &self.mark(case, person, nonce)))
    }

    fn mark(&self, case: CaseId, person: PersonId, nonce: &str) -> String {
        let message = format!("maplebridge room place\n{case}\n{person}\n{nonce}\n");
        hex::encode(self.0.sign(message.as_bytes()).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_token_is_good_for_its_person_and_case_alone() {
        let places = Places::new(Key::ephemeral());
        let id = Uuid::from_u128;
        let token = places.give(CaseId(id(1)), PersonId(id(2)));
        assert!(places.gave(CaseId(id(1)), PersonId(id(2)), &token));
        assert!(!places.gave(CaseId(id(1)), PersonId(id(3)), &token));
        assert!(!places.gave(CaseId(id(3)), PersonId(id(2)), &token));
        for wrong in ["", "é", &token[1..], &format!("0{}", &token[1..]), &format!("{token}0")] {
            assert_eq!(places.gave(CaseId(id(1)), PersonId(id(2)), wrong), *wrong == token);
        }
        assert!(!Places::new(Key::ephemeral()).gave(CaseId(id(1)), PersonId(id(2)), &token));
    }
}
