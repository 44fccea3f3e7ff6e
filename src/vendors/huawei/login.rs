//! The bodies of requests for tokens and temporary access keys, after "Obtaining a User Token Through
//! Password Authentication", "… and Virtual MFA Authentication", "Obtaining an Agency Token" and
//! "Obtaining a Temporary Access Key and Security Token" of IAM.

use alloc::string::String;

use super::Token;
use super::login_body::Body;
use crate::config::{Config, Credential, Families, from_variables};
use crate::secret::{Secret, check_text};
use crate::{Error, ErrorKind};

/// The path to which a body that asks for a token is sent, without the list of all services
/// (`nocatalog`) in the answer, which has a hundred kilobytes else.
pub const TOKEN_PATH: &str = "/v3/auth/tokens?nocatalog=true";

/// The path to which a body that asks for a temporary access key is sent.
pub const TEMPORARY_KEY_PATH: &str = "/v3.0/OS-CREDENTIAL/securitytokens";

/// Names a user, an account (domain) or a project of IAM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IamName {
    /// The name that people see.
    Name(String),
    /// The id, which stays when the name changes.
    Id(String),
}

impl IamName {
    /// The id if there is one, else the name.
    fn of(id: Option<String>, name: Option<String>) -> Option<Self> {
        id.map(Self::Id).or(name.map(Self::Name))
    }

    pub(super) const fn key(&self) -> &'static str {
        match self {
            Self::Name(_) => "name",
            Self::Id(_) => "id",
        }
    }

    pub(super) fn text(&self) -> &str {
        let (Self::Name(text) | Self::Id(text)) = self;
        text
    }

    fn checked(self, field: &'static str) -> Result<Self, Error> {
        check_text(field, self.text())?;
        Ok(self)
    }
}

impl<T: Into<String>> From<T> for IamName {
    fn from(name: T) -> Self {
        Self::Name(name.into())
    }
}

/// The part of an account for which a token holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenScope {
    /// One project, as MetaStudio and all services of a region require. Its name is the region's,
    /// as a rule.
    Project(IamName),
    /// The account, for services that have no region.
    Domain(IamName),
}

impl TokenScope {
    fn checked(self) -> Result<Self, Error> {
        Ok(match self {
            Self::Project(name) => Self::Project(name.checked("project")?),
            Self::Domain(name) => Self::Domain(name.checked("domain")?),
        })
    }
}

/// A request for a token with a user's password: `POST` to [`TOKEN_PATH`] of IAM.
///
/// Variables: `HW_PASSWORD`, `HW_USER_NAME` or `HW_USER_ID`, `HW_DOMAIN_NAME` or `HW_DOMAIN_ID`
/// and, as needed, `HW_PROJECT_NAME` or `HW_PROJECT_ID`. Configuration: `password`, `user_name`,
/// `user_id`, `domain_name`, `domain_id`, `project_name`, `project_id`. Without a project, the
/// scope is the account.
///
/// ```
/// use polysign::huawei::{IamName, PasswordLogin, TokenScope};
///
/// let login = PasswordLogin::new("user", "password", IamName::Id("0ae2f1".into()))?
///     .with_scope(TokenScope::Project("cn-north-4".into()))?;
/// let body = login.body();
/// // Send it with `Content-Type: application/json`, and give the answer to `Token::from_answer`.
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct PasswordLogin {
    user: IamName,
    password: Secret,
    domain: IamName,
    passcode: Option<Passcode>,
    scope: Option<TokenScope>,
}

/// The code of a user's virtual MFA device.
#[derive(Debug)]
struct Passcode {
    user_id: String,
    code: Secret,
}

impl PasswordLogin {
    /// Creates a request with the IAM user, the user's password, and the account (domain) to which
    /// the user belongs. Text names by name; [`IamName::Id`] names by id.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a text that is empty, has white space at an end or
    /// holds a control character.
    pub fn new(
        user: impl Into<IamName>,
        password: impl Into<String>,
        domain: impl Into<IamName>,
    ) -> Result<Self, Error> {
        let password = Secret::password("password", password)?;
        let user = user.into().checked("user")?;
        let domain = domain.into().checked("domain")?;
        Ok(Self { user, password, domain, passcode: None, scope: None })
    }

    /// Sets what the token is for.
    ///
    /// # Errors
    ///
    /// As [`PasswordLogin::new`].
    pub fn with_scope(mut self, scope: TokenScope) -> Result<Self, Error> {
        self.scope = Some(scope.checked()?);
        Ok(self)
    }

    /// Adds the six digits of the user's virtual MFA device, which needs the user's id in any case.
    ///
    /// # Errors
    ///
    /// As [`PasswordLogin::new`].
    pub fn with_passcode(
        mut self,
        user_id: impl Into<String>,
        code: impl Into<String>,
    ) -> Result<Self, Error> {
        let code = Secret::new("passcode", code)?;
        let user_id = user_id.into();
        check_text("user_id", &user_id)?;
        self.passcode = Some(Passcode { user_id, code });
        Ok(self)
    }

    /// Returns the JSON body. It holds the password and is wiped on drop.
    #[must_use]
    pub fn body(&self) -> Secret {
        let mut body = Body::of_methods(match self.passcode {
            None => r#"["password"]"#,
            Some(_) => r#"["password","totp"]"#,
        });
        body.push(r#","password":{"user":{"#);
        body.member("", &self.user);
        body.push(r#","password":"#);
        body.text(self.password.expose());
        body.push(r#","domain":{"#);
        body.member("", &self.domain);
        body.push("}}}");
        if let Some(passcode) = &self.passcode {
            body.push(r#","totp":{"user":{"id":"#);
            body.text(&passcode.user_id);
            body.push(r#","passcode":"#);
            body.text(passcode.code.expose());
            body.push("}}");
        }
        body.finish(self.scope.as_ref())
    }

    from_variables!(Self::FAMILIES);
}

impl Credential for PasswordLogin {
    const FIELDS: &'static [&'static str] = &[
        "password", "user_name", "user_id", "domain_name", "domain_id", "project_name",
        "project_id",
    ];
    const FAMILIES: Families = &[&[
        "HW_PASSWORD", "HW_USER_NAME", "HW_USER_ID", "HW_DOMAIN_NAME", "HW_DOMAIN_ID",
        "HW_PROJECT_NAME", "HW_PROJECT_ID",
    ]];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let password = Secret::password("password", config.required("password")?);
        let name_of = |id, name| IamName::of(config.optional(id), config.optional(name));
        let missing = |field| {
            let advice = "is not given, and neither is the id; set one of the two";
            Error::new(ErrorKind::MissingCredential, field, advice)
        };
        let user = name_of("user_id", "user_name").ok_or_else(|| missing("user_name"))?;
        let domain = name_of("domain_id", "domain_name").ok_or_else(|| missing("domain_name"))?;
        let project = name_of("project_id", "project_name").map(TokenScope::Project);
        let scope = project.unwrap_or_else(|| TokenScope::Domain(domain.clone()));
        Ok(Self {
            user: user.checked("user_name")?,
            password: password?,
            domain: domain.checked("domain_name")?,
            passcode: None,
            scope: Some(scope.checked()?),
        })
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(PasswordLogin, None);

/// A request in the name of an agency, by which another account lends its permissions.
///
/// Send it as [`AuthToken`](super::AuthToken) authenticates it, with a token of a user who may use
/// the agency.
///
/// ```
/// use polysign::huawei::{AgencyLogin, TokenScope};
///
/// let login = AgencyLogin::new("agency", "account")?;
/// let body = login.with_scope(TokenScope::Project("cn-north-4".into()))?.body();
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct AgencyLogin {
    agency: String,
    domain: IamName,
    scope: Option<TokenScope>,
}

impl AgencyLogin {
    /// Creates a request for the agency of that name, which the account (domain) has made.
    ///
    /// # Errors
    ///
    /// As [`PasswordLogin::new`].
    pub fn new(agency: impl Into<String>, domain: impl Into<IamName>) -> Result<Self, Error> {
        let agency = agency.into();
        check_text("agency", &agency)?;
        Ok(Self { agency, domain: domain.into().checked("domain")?, scope: None })
    }

    /// Sets what a token is for.
    ///
    /// # Errors
    ///
    /// As [`PasswordLogin::new`].
    pub fn with_scope(mut self, scope: TokenScope) -> Result<Self, Error> {
        self.scope = Some(scope.checked()?);
        Ok(self)
    }

    /// Returns the JSON body of the request for a token, a `POST` to [`TOKEN_PATH`].
    #[must_use]
    pub fn body(&self) -> Secret {
        let mut body = self.start();
        body.push("}");
        body.finish(self.scope.as_ref())
    }

    /// Returns the JSON body of the request for a temporary access key, a `POST` to
    /// [`TEMPORARY_KEY_PATH`]. The answer is for
    /// [`AccessKey::from_answer`](super::AccessKey::from_answer).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidExpiration`] for less than 15 minutes or more than 24 hours.
    pub fn temporary_key_body(&self, seconds: u32) -> Result<Secret, Error> {
        let mut body = self.start();
        body.push(",");
        body.duration(seconds)?;
        body.push("}");
        Ok(body.finish(None))
    }

    fn start(&self) -> Body {
        let mut body = Body::of_methods(r#"["assume_role"]"#);
        body.push(r#","assume_role":{"#);
        body.member("domain_", &self.domain);
        body.push(r#","agency_name":"#);
        body.text(&self.agency);
        body
    }
}

impl Token {
    /// Returns the JSON body of the request for a temporary access key of the token's user, a
    /// `POST` to [`TEMPORARY_KEY_PATH`]. It holds the token and is wiped on drop. The answer is for
    /// [`AccessKey::from_answer`](super::AccessKey::from_answer).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidExpiration`] for less than 15 minutes or more than 24 hours.
    pub fn temporary_key_body(&self, seconds: u32) -> Result<Secret, Error> {
        let mut body = Body::of_methods(r#"["token"]"#);
        body.push(r#","token":{"id":"#);
        body.text(self.token.expose());
        body.push(",");
        body.duration(seconds)?;
        body.push("}");
        Ok(body.finish(None))
    }
}
