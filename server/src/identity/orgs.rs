//! The institutions of this portal. Fictitious names on the pattern of the real ones.

use super::{from_name, name_of};
use domain::api::{OrgKind, Organisation};
use domain::id::OrgId;
use domain::signer::KeyAlgorithm;
use sqlx::{AnyPool, Row};
use uuid::Uuid;

/// 联合调解中心
pub const CENTRE: OrgId = OrgId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
/// 仲裁委员会
pub const COMMISSION: OrgId = OrgId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002));
/// 人民法院
pub const COURT: OrgId = OrgId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0003));

/// 法律援助中心
pub const LEGAL_AID: OrgId = OrgId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0004));
/// 人民检察院
pub const PROCURATORATE: OrgId = OrgId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0005));
/// 总工会
pub const UNION: OrgId = OrgId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0006));

/// The bodies every new portal starts with.
pub fn first() -> Vec<Organisation> {
    let org = |id, kind, name: &str, name_en: &str, legal_basis: &str| Organisation {
        id,
        kind,
        name: name.into(),
        name_en: name_en.into(),
        region: "云南省枫林市".into(),
        legal_basis: legal_basis.into(),
        phone: "12351".into(),
    };
    vec![
        org(
            CENTRE,
            OrgKind::MediationCentre,
            "枫林市总工会劳动争议联合调解中心",
            "Fenglin Trade Union Joint Labour Mediation Centre",
            "劳动争议调解仲裁法第十条；中华全国总工会关于加强劳动争议调解工作的规定",
        ),
        org(
            COMMISSION,
            OrgKind::ArbitrationCommission,
            "枫林市劳动人事争议仲裁委员会",
            "Fenglin Labour and Personnel Arbitration Commission",
            "劳动争议调解仲裁法第十七条；劳动人事争议仲裁办案规则第七十四条",
        ),
        org(
            COURT,
            OrgKind::Court,
            "枫林市青溪区人民法院",
            "Qingxi District People's Court, Fenglin",
            "民事诉讼法第二百零五条、第二百零六条",
        ),
        org(
            LEGAL_AID,
            OrgKind::LegalAid,
            "枫林市法律援助中心",
            "Fenglin Legal Aid Centre",
            "法律援助法第十二条、第三十一条、第四十二条",
        ),
        org(
            PROCURATORATE,
            OrgKind::Procuratorate,
            "枫林市青溪区人民检察院",
            "Qingxi District People's Procuratorate, Fenglin",
            "民事诉讼法第十五条",
        ),
        org(
            UNION,
            OrgKind::TradeUnion,
            "枫林市总工会",
            "Fenglin Federation of Trade Unions",
            "民事诉讼法第十五条；工会法第二十二条",
        ),
    ]
}

/// Puts the first institutions in place; does nothing where they stand.
pub async fn seed(pool: &AnyPool) -> sqlx::Result<()> {
    for org in first() {
        sqlx::query(
            "INSERT INTO orgs (id, kind, name, name_en, region, legal_basis, phone)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        )
        .bind(org.id.to_string())
        .bind(name_of(org.kind))
        .bind(org.name)
        .bind(org.name_en)
        .bind(org.region)
        .bind(org.legal_basis)
        .bind(org.phone)
        .execute(pool)
        .await?;
    }
    Ok(())
}

pub async fn all(pool: &AnyPool) -> sqlx::Result<Vec<Organisation>> {
    sqlx::query("SELECT id, kind, name, name_en, region, legal_basis, phone FROM orgs ORDER BY id")
        .fetch_all(pool)
        .await?
        .iter()
        .map(row)
        .collect()
}

pub async fn find(pool: &AnyPool, id: OrgId) -> sqlx::Result<Option<Organisation>> {
    sqlx::query("SELECT id, kind, name, name_en, region, legal_basis, phone FROM orgs WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(pool)
        .await?
        .as_ref()
        .map(row)
        .transpose()
}

/// What parties sign with in cases of this body.
pub async fn signing(pool: &AnyPool, id: OrgId) -> sqlx::Result<KeyAlgorithm> {
    let row = sqlx::query("SELECT signing FROM orgs WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(pool)
        .await?;
    let name: String = row.try_get("signing")?;
    from_name(&name).ok_or_else(|| sqlx::Error::ColumnNotFound("orgs.signing is unreadable".into()))
}

/// Chooses it; `false` if there is no such body.
pub async fn choose_signing(pool: &AnyPool, id: OrgId, keys: KeyAlgorithm) -> sqlx::Result<bool> {
    let chosen = sqlx::query("UPDATE orgs SET signing = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(name_of(keys))
        .execute(pool)
        .await?;
    Ok(chosen.rows_affected() == 1)
}

fn row(row: &sqlx::any::AnyRow) -> sqlx::Result<Organisation> {
    let unread = |column: &str| sqlx::Error::ColumnNotFound(format!("orgs.{column} is unreadable"));
    Ok(Organisation {
        id: row.try_get::<String, _>("id")?.parse().map_err(|_| unread("id"))?,
        kind: from_name(&row.try_get::<String, _>("kind")?).ok_or_else(|| unread("kind"))?,
        name: row.try_get("name")?,
        name_en: row.try_get("name_en")?,
        region: row.try_get("region")?,
        legal_basis: row.try_get("legal_basis")?,
        phone: row.try_get("phone")?,
    })
}
