//! A tester's browser: it keeps every cookie, and so its world.

use std::{collections::BTreeMap, sync::Mutex};

use axum::{
    body::Body,
    http::{Method, Request, header},
};

use crate::house::{House, Page, form};

pub(crate) struct Tester<'a> {
    house: &'a House,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl House {
    /// A browser that is in the main world.
    pub(crate) fn tester(&self) -> Tester<'_> {
        Tester {
            house: self,
            cookies: Mutex::default(),
        }
    }

    /// A browser that has just made this world.
    pub(crate) async fn tester_of(&self, world: &str) -> Tester<'_> {
        let tester = self.tester();
        let made = tester.posts("/lab/mondes", &[("nom", world)]).await;
        assert_eq!(made.location(), "/lab");
        assert_eq!(tester.cookie("lab-world").as_deref(), Some(world));
        tester
    }
}

impl Tester<'_> {
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub(crate) fn takes_cookie(&self, name: &str, value: &str) {
        self.cookies
            .lock()
            .unwrap()
            .insert(name.to_owned(), value.to_owned());
    }

    #[expect(clippy::needless_pass_by_value, reason = "called with constants")]
    pub(crate) fn request(&self, method: Method, address: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let cookies: Vec<String> = {
            let cookies = self.cookies.lock().unwrap();
            cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect()
        };
        let mut request = Request::builder()
            .method(method.clone())
            .uri(address)
            .header(header::HOST, "localhost")
            .header(header::COOKIE, cookies.join("; "));
        if method == Method::POST {
            request = request
                .header(header::ORIGIN, "http://localhost")
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        request.body(form(fields)).unwrap()
    }

    async fn sends(&self, request: Request<Body>) -> Page {
        let page = self.house.answers(request).await;
        for set in page.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        page
    }

    pub(crate) async fn opens(&self, address: &str) -> Page {
        self.sends(self.request(Method::GET, address, &[])).await
    }

    pub(crate) async fn posts(&self, address: &str, fields: &[(&str, &str)]) -> Page {
        self.sends(self.request(Method::POST, address, fields)).await
    }

    /// As a browser does: goes where it is led, and shows the page it ends at.
    pub(crate) async fn follows(&self, page: Page) -> Page {
        let mut page = page;
        while page.status.is_redirection() {
            let address = page.header("location").to_owned();
            page = self.opens(&address).await;
        }
        page
    }

    pub(crate) async fn signs_in(&self, identifier: &str) {
        let fields = [
            ("identifiant", identifier),
            ("mot_de_passe", server::lab::PASSWORD),
        ];
        assert_eq!(self.posts("/connexion", &fields).await.location(), "/");
    }
}
