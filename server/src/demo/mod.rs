//! The demo's people and their two cases.

mod seed;
mod story;

pub use seed::seed;

use crate::identity::{Denied, orgs, persons};
use domain::actor::Role;
use domain::id::{OrgId, PersonId};
use domain::moment::Timestamp;
use sqlx::AnyPool;
use uuid::Uuid;

/// Someone a visitor may be. All names, numbers and firms are invented.
pub struct Persona {
    /// Key of the demo door and of the cookie.
    pub key: &'static str,
    pub name: &'static str,
    pub phone: &'static str,
    pub person: PersonId,
    pub staff: Option<(Role, OrgId)>,
}

const fn id(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0200 + n))
}

pub const PERSONAS: [Persona; 11] = [
    Persona {
        key: "worker",
        name: "张建国",
        phone: "13800000001",
        person: id(1),
        staff: None,
    },
    Persona {
        key: "employer",
        name: "李文静",
        phone: "13800000002",
        person: id(2),
        staff: None,
    },
    Persona {
        key: "mediator",
        name: "王秀兰",
        phone: "13800000003",
        person: id(3),
        staff: Some((Role::Mediator, orgs::CENTRE)),
    },
    Persona {
        key: "arbitrator",
        name: "赵明远",
        phone: "13800000004",
        person: id(4),
        staff: Some((Role::Arbitrator, orgs::COMMISSION)),
    },
    Persona {
        key: "judge",
        name: "陈立平",
        phone: "13800000005",
        person: id(5),
        staff: Some((Role::Judge, orgs::COURT)),
    },
    Persona {
        key: "admin",
        name: "周海燕",
        phone: "13800000006",
        person: id(6),
        staff: Some((Role::OrgAdmin, orgs::CENTRE)),
    },
    Persona {
        key: "aide",
        name: "何晓梅",
        phone: "13800000007",
        person: id(7),
        staff: Some((Role::Supporter, orgs::LEGAL_AID)),
    },
    Persona {
        key: "interpreter",
        name: "岩温",
        phone: "13800000008",
        person: id(8),
        staff: Some((Role::Interpreter, orgs::CENTRE)),
    },
    Persona {
        key: "observer",
        name: "段玉梅",
        phone: "13800000009",
        person: id(9),
        staff: Some((Role::Observer, orgs::CENTRE)),
    },
    Persona {
        key: "union",
        name: "普慧玲",
        phone: "13800000010",
        person: id(10),
        staff: Some((Role::Supporter, orgs::UNION)),
    },
    Persona {
        key: "colleague",
        name: "杨静",
        phone: "13800000011",
        person: id(11),
        staff: Some((Role::Arbitrator, orgs::COMMISSION)),
    },
];

pub fn persona(key: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.key == key)
}

/// Puts the demo's people in place; does nothing where they stand.
pub async fn people(pool: &AnyPool, now: Timestamp) -> Result<(), Denied> {
    for persona in &PERSONAS {
        match persona.staff {
            Some((role, org)) => {
                let (name, phone) = (persona.name, Some(persona.phone));
                let staff = persons::NewStaff {
                    id: persona.person,
                    name,
                    login: persona.key,
                    phone,
                    role,
                    org,
                };
                persons::add_staff(pool, &staff, now).await?;
            }
            None => persons::add_party(pool, persona.person, persona.name, persona.phone, now).await?,
        }
    }
    Ok(())
}
