//! The person behind a request, and in what role he acts in a given case.

use domain::actor::{Actor, Assurance, Role, Side};
use domain::case::Case;
use domain::hash::Digest;
use domain::id::{CaseId, InvitationId, OrgId, PersonId};

/// A signed-in person. As an extractor it refuses with 401 `session_missing`.
#[derive(Clone, Debug)]
pub struct Who {
    pub person: PersonId,
    pub name: String,
    pub phone: Option<String>,
    /// Role and institution of a staff member; `None` for parties.
    pub staff: Option<(Role, OrgId)>,
    pub assurance: Assurance,
    /// The invitation this session answered.
    pub invited: Option<(CaseId, InvitationId, Side)>,
    pub demo: bool,
    /// The staff member who lent the device, and helps.
    pub helper: Option<PersonId>,
    /// Hash of the session's secret.
    pub session: Digest,
}

impl Who {
    /// In no case yet: a party counts as the claimant of what he may open.
    pub fn actor(&self) -> Actor {
        self.acting(self.invited.map_or(Side::Claimant, |(_, _, side)| side))
    }

    /// In `case`: by the seat held, else by the invitation to this very case.
    ///
    /// A stranger comes out as a claimant without a seat, which `domain::sight::may_open` and
    /// `decide` turn away.
    pub fn actor_in(&self, case: &Case) -> Actor {
        let sits = |side: &Side| case.seat(*side).is_some_and(|seat| seat.person == Some(self.person));
        let invited = self
            .invited
            .filter(|(id, _, _)| *id == case.id)
            .map(|(_, _, side)| side);
        let side = Side::BOTH.into_iter().find(sits).or(invited);
        self.acting(side.unwrap_or(Side::Claimant))
    }

    /// `true` if this session may join `case` by its invitation though it has no seat yet.
    pub fn is_invited_to(&self, case: CaseId) -> bool {
        self.invited.is_some_and(|(id, _, _)| id == case)
    }

    fn acting(&self, side: Side) -> Actor {
        let (role, org) = match self.staff {
            Some((role, org)) => (role, Some(org)),
            None => (Role::from(side), None),
        };
        Actor {
            person: self.person,
            role,
            org,
            assurance: self.assurance,
        }
    }
}
