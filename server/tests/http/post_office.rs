//! A real SMTP server on the loopback: it takes messages, and at any moment of the conversation it may also refuse, say
//! nothing more, or leave.

use std::{
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream, tcp::OwnedWriteHalf},
    sync::Notify,
    task::AbortHandle,
};

/// A moment of the conversation: when this has come, before it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Greeting,
    Hello,
    From,
    To,
    Data,
    /// The first line of the message has come, and no more.
    Content,
    /// The whole message has come.
    Whole,
}

/// What the server does at that moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    /// What it should.
    Answers,
    /// This line instead; a message is then not taken.
    Says(&'static str),
    /// Nothing more, and the line stays open. A whole message is taken.
    Stalls,
    /// It hangs up. A whole message is taken.
    Leaves,
}

/// A message that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) content: String,
}

impl Received {
    /// The value of the only header of this name.
    pub(crate) fn header(&self, name: &str) -> &str {
        let (headers, _) = self.content.split_once("\r\n\r\n").unwrap();
        let mut values = headers
            .split("\r\n")
            .filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let value = values.next().unwrap_or_else(|| panic!("no {name} in {headers}"));
        assert!(values.next().is_none(), "{name} is there twice");
        value
    }

    /// The text, decoded.
    pub(crate) fn text(&self) -> String {
        let (_, body) = self.content.split_once("\r\n\r\n").unwrap();
        assert_eq!(self.header("Content-Transfer-Encoding"), "quoted-printable");
        let body = body.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = body.as_bytes();
        while let [first, after @ ..] = rest {
            rest = after;
            match (first, after) {
                (b'=', [high, low, after @ ..]) => {
                    let hex = [*high, *low];
                    let hex = std::str::from_utf8(&hex).unwrap();
                    bytes.push(u8::from_str_radix(hex, 16).unwrap());
                    rest = after;
                }
                _ => bytes.push(*first),
            }
        }
        String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
    }
}

#[derive(Default)]
struct Desk {
    received: Mutex<Vec<Received>>,
    behaviour: Mutex<Option<(Moment, Does)>>,
    /// The moment of the behaviour has come, and it is done.
    done: Notify,
    arrived: Notify,
}

/// The server. It closes when it is dropped.
pub(crate) struct PostOffice {
    pub(crate) at: SocketAddr,
    desk: Arc<Desk>,
    serving: AbortHandle,
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl PostOffice {
    pub(crate) async fn opens() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let desk = Arc::new(Desk::default());
        let shared = desk.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let desk = shared.clone();
                tokio::spawn(async move {
                    // Someone who hangs up in the middle is no failure of the server's.
                    let _ = converse(&desk, stream).await;
                });
            }
        });
        Self {
            at,
            desk,
            serving: serving.abort_handle(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.at)
    }

    /// From now on, at that moment, it does this.
    pub(crate) fn at(&self, moment: Moment, does: Does) {
        *self.desk.behaviour.lock().unwrap() = Some((moment, does));
    }

    /// From now on it does what it should.
    pub(crate) fn behaves(&self) {
        *self.desk.behaviour.lock().unwrap() = None;
    }

    /// Waits until what it was told to do is done, each time it is called.
    pub(crate) fn has_done_it(&self) -> impl Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + use<> {
        let desk = self.desk.clone();
        move || {
            let desk = desk.clone();
            Box::pin(async move { desk.done.notified().await })
        }
    }

    /// Waits until so many messages have come.
    pub(crate) async fn receives(&self, number: usize) {
        while self.received().len() < number {
            self.desk.arrived.notified().await;
        }
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.desk.received.lock().unwrap().clone()
    }

    /// Everything that has come, and forgets it.
    pub(crate) fn empties(&self) -> Vec<Received> {
        std::mem::take(&mut self.desk.received.lock().unwrap())
    }
}

/// What goes on after a moment.
enum Then {
    Goes,
    GoesOtherwise,
    Ends,
}

/// Does what was asked at this moment; else says this.
async fn act(desk: &Desk, to: &mut OwnedWriteHalf, now: Moment, says: &str) -> std::io::Result<Then> {
    let does = match *desk.behaviour.lock().unwrap() {
        Some((moment, does)) if moment == now => does,
        _ => Does::Answers,
    };
    if does != Does::Answers {
        desk.done.notify_one();
    }
    match does {
        Does::Answers => {
            if !says.is_empty() {
                to.write_all(format!("{says}\r\n").as_bytes()).await?;
            }
            Ok(Then::Goes)
        }
        Does::Says(line) => {
            to.write_all(format!("{line}\r\n").as_bytes()).await?;
            Ok(Then::GoesOtherwise)
        }
        Does::Stalls => std::future::pending().await,
        Does::Leaves => Ok(Then::Ends),
    }
}

async fn converse(desk: &Desk, stream: TcpStream) -> std::io::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut lines = BufReader::new(from).lines();
    let (mut sender, mut recipient) = (String::new(), String::new());
    if let Then::Ends = act(desk, &mut to, Moment::Greeting, "220 poste.example").await? {
        return Ok(());
    }
    while let Some(line) = lines.next_line().await? {
        let (moment, says) = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => (Moment::Hello, "250-poste.example\r\n250 8BITMIME"),
            "MAIL" => {
                sender.clone_from(&line);
                (Moment::From, "250 OK")
            }
            "RCPT" => {
                recipient.clone_from(&line);
                (Moment::To, "250 OK")
            }
            "DATA" => (Moment::Data, "354 Allez-y"),
            "QUIT" => {
                to.write_all(b"221 Au revoir\r\n").await?;
                return Ok(());
            }
            _ => {
                to.write_all(b"250 OK\r\n").await?;
                continue;
            }
        };
        match act(desk, &mut to, moment, says).await? {
            Then::Goes if moment == Moment::Data => {}
            Then::Goes | Then::GoesOtherwise => continue,
            Then::Ends => return Ok(()),
        }
        let mut content = String::new();
        while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
            let first = content.is_empty();
            content.extend([line.strip_prefix('.').unwrap_or(&line), "\r\n"]);
            if first && matches!(act(desk, &mut to, Moment::Content, "").await?, Then::Ends) {
                return Ok(());
            }
        }
        let message = Received {
            from: sender.clone(),
            to: recipient.clone(),
            content,
        };
        let refused = matches!(
            *desk.behaviour.lock().unwrap(),
            Some((Moment::Whole, Does::Says(_)))
        );
        if !refused {
            desk.received.lock().unwrap().push(message);
        }
        if let Then::Ends = act(desk, &mut to, Moment::Whole, "250 Pris").await? {
            return Ok(());
        }
        if !refused {
            desk.arrived.notify_one();
        }
    }
    Ok(())
}
