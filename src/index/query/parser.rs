//! From the parts of a query to its meaning.

use super::lexer::{Lexeme, What, example, lexemes, query_error};
use super::{Bound, Filter, Node};
use crate::error::Result;
use crate::language::fold;
use crate::model::{ActorKind, ClaimKind, FigureKind, Language};

/// A query with more words and filters than this is refused.
const MOST_PARTS: usize = 400;
/// Parentheses nest at most so deep.
const DEEPEST: usize = 50;

/// Understands `query`; an empty one is [`Node::Everything`].
///
/// # Errors
/// `Query`, with what is wrong, where, and what to write instead.
pub(in crate::index) fn parse(query: &str) -> Result<Node> {
    understand(query).map_err(|error| error.in_query(query))
}

fn understand(query: &str) -> Result<Node> {
    let lexemes = lexemes(query)?;
    if lexemes.is_empty() {
        return Ok(Node::Everything);
    }
    if lexemes.len() > MOST_PARTS {
        return Err(query_error(
            format!("the query has more than {MOST_PARTS} parts"),
            lexemes.get(MOST_PARTS).map_or(0, |lexeme| lexeme.position),
            "search for fewer words",
        ));
    }
    let end = query.chars().count();
    let mut parser = Parser { lexemes, at: 0, depth: 0, end };
    let node = parser.beside()?;
    match parser.peek() {
        None => Ok(node),
        Some(lexeme) => Err(query_error(
            "a parenthesis is closed that was not opened",
            lexeme.position,
            "remove it, or put the words in quotation marks",
        )),
    }
}

struct Parser {
    lexemes: Vec<Lexeme>,
    at: usize,
    depth: usize,
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Lexeme> {
        self.lexemes.get(self.at)
    }

    fn position(&self) -> usize {
        self.peek().map_or(self.end, |lexeme| lexeme.position)
    }

    fn is_next(&self, what: &What) -> bool {
        self.peek().is_some_and(|lexeme| lexeme.what == *what)
    }

    fn take(&mut self, what: &What) -> bool {
        let is_next = self.is_next(what);
        self.at += usize::from(is_next);
        is_next
    }

    /// What stands side by side.
    fn beside(&mut self) -> Result<Node> {
        let mut nodes = Vec::new();
        while self.peek().is_some() && !self.is_next(&What::Close) {
            nodes.push(self.any()?);
        }
        Ok(single(nodes, Node::Beside))
    }

    fn any(&mut self) -> Result<Node> {
        let mut nodes = vec![self.all()?];
        while self.is_next(&What::Or) {
            nodes.push(self.behind("OR", Self::all)?);
        }
        Ok(single(nodes, Node::Any))
    }

    fn all(&mut self) -> Result<Node> {
        let mut nodes = vec![self.signed()?];
        while self.is_next(&What::And) {
            nodes.push(self.behind("AND", Self::signed)?);
        }
        Ok(single(nodes, Node::All))
    }

    /// Reads the operator that is next, and what stands behind it.
    fn behind(
        &mut self,
        operator: &str,
        read: impl Fn(&mut Self) -> Result<Node>,
    ) -> Result<Node> {
        let position = self.position();
        self.at += 1;
        if self.is_end() {
            return Err(dangling(operator, position));
        }
        read(self)
    }

    fn is_end(&self) -> bool {
        self.peek().is_none() || self.is_next(&What::Close)
    }

    fn signed(&mut self) -> Result<Node> {
        let position = self.position();
        for (what, name) in [(What::Not, "NOT"), (What::Minus, "-"), (What::Plus, "+")]
        {
            if self.take(&what) {
                if self.is_end() {
                    return Err(dangling(name, position));
                }
                self.deeper(position)?;
                let node = Box::new(self.signed()?);
                self.depth -= 1;
                return Ok(match what {
                    What::Plus => Node::Must(node),
                    _ => Node::Not(node),
                });
            }
        }
        self.primary()
    }

    fn deeper(&mut self, position: usize) -> Result<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(query_error(
                format!("parentheses nest more than {DEEPEST} deep"),
                position,
                "write the query with fewer groups",
            ));
        }
        Ok(())
    }

    fn primary(&mut self) -> Result<Node> {
        let Some(Lexeme { what, position }) = self.peek().cloned() else {
            return Err(query_error(
                "the query ends too early",
                self.end,
                "write what to search for",
            ));
        };
        self.at += 1;
        match what {
            What::Open => {
                self.deeper(position)?;
                let node = self.beside()?;
                self.depth -= 1;
                if !self.take(&What::Close) {
                    return Err(query_error(
                        "a parenthesis is not closed",
                        position,
                        "add `)`, or put the words in quotation marks",
                    ));
                }
                match node {
                    Node::Beside(nodes) if nodes.is_empty() => Err(query_error(
                        "nothing stands between the parentheses",
                        position,
                        "remove them",
                    )),
                    node => Ok(node),
                }
            }
            What::Word(word) => word_node(&word, position),
            What::Phrase { words, slop } => {
                if let Some(star) = star_behind_letter(&words) {
                    return Err(query_error(
                        "`*` has no meaning within quotation marks",
                        position + 1 + star,
                        "search for the word with `*` outside of them",
                    ));
                }
                Ok(Node::Phrase { words, slop })
            }
            What::Field { name, value, value_position } => {
                filter(name, &value, value_position).map(Node::Filter)
            }
            What::And => Err(dangling("AND", position)),
            What::Or => Err(dangling("OR", position)),
            What::Close | What::Not | What::Minus | What::Plus => Err(query_error(
                "something is missing here",
                position,
                "write what to search for",
            )),
        }
    }
}

fn single(mut nodes: Vec<Node>, make: impl Fn(Vec<Node>) -> Node) -> Node {
    match (nodes.len(), nodes.pop()) {
        (1, Some(node)) => node,
        (_, last) => {
            nodes.extend(last);
            make(nodes)
        }
    }
}

fn dangling(operator: &str, position: usize) -> crate::error::Error {
    let hint = if operator.len() > 1 {
        format!("write something there, or `{}` to search for the word", {
            operator.to_lowercase()
        })
    } else {
        "write a word behind it".to_owned()
    };
    query_error(format!("`{operator}` lacks what it stands beside"), position, hint)
}

/// The place of a star right behind a letter, in code points.
fn star_behind_letter(words: &str) -> Option<usize> {
    let mut before = ' ';
    for (place, char) in words.chars().enumerate() {
        if char == '*' && before.is_alphabetic() {
            return Some(place);
        }
        before = char;
    }
    None
}

/// A word, perhaps with `=`, `*` or `~`.
fn word_node(word: &str, position: usize) -> Result<Node> {
    let is_letter = |char: char| char.is_alphanumeric();
    if let Some(form) = word.strip_prefix('=')
        && form.starts_with(is_letter)
    {
        return Ok(Node::Exact(form.to_owned()));
    }
    if let Some((stem, behind)) = word.rsplit_once('~')
        && stem.ends_with(is_letter)
        && behind.chars().all(|char| char.is_ascii_digit())
    {
        let distance = match behind {
            "" | "1" => 1,
            "2" => 2,
            _ => {
                return Err(query_error(
                    format!("`~{behind}` is too far"),
                    position + stem.chars().count(),
                    "at most two letters may differ: `~1` or `~2`",
                ));
            }
        };
        return Ok(Node::Fuzzy { word: stem.to_owned(), distance });
    }
    if !word.contains('*') || !word.contains(char::is_alphabetic) {
        return Ok(Node::Text(word.to_owned()));
    }
    let trimmed = word.trim_end_matches([',', ';', '.', '!', '?', ':']);
    match trimmed.strip_suffix('*') {
        Some(stem) if !stem.contains('*') && stem.ends_with(is_letter) => {
            Ok(Node::Prefix(stem.to_owned()))
        }
        _ => Err(query_error(
            "`*` stands at the end of a word only",
            position,
            "write the beginning of the word, as in `accessib*`",
        )),
    }
}

fn filter(name: &'static str, value: &str, position: usize) -> Result<Filter> {
    let folded = fold(value.trim());
    let refused =
        |message: String, hint: String| Err(query_error(message, position, hint));
    Ok(match name {
        "lang" => match Language::from_code(&folded) {
            Some(language) => Filter::Language(language),
            None => {
                return refused(
                    format!("`{value}` is no language of this index"),
                    "write `lang:fr`, `lang:en`, or `lang:und` for others".to_owned(),
                );
            }
        },
        "doc" => Filter::Document(value.to_owned()),
        "title" => Filter::Title(value.to_owned()),
        "actor" => Filter::Actor(value.to_owned()),
        "speaker" => Filter::Speaker(value.to_owned()),
        "unit" => Filter::Unit(unit(&folded).to_owned()),
        "kind" => {
            let figures = FigureKind::ALL.iter().map(|kind| kind.name());
            let actors = ActorKind::ALL.iter().map(|kind| kind.name());
            let names: Vec<_> = ["figure", "actor", "claim"]
                .into_iter()
                .chain(figures)
                .chain(actors)
                .collect();
            Filter::Kind(one_of(&names, &folded, name, position)?)
        }
        "type" => {
            let names: Vec<_> = ClaimKind::ALL.iter().map(|kind| kind.name()).collect();
            Filter::Type(one_of(&names, &folded, name, position)?)
        }
        _ => {
            let range = range(&folded);
            let Some((low, high)) = range else {
                return refused(
                    format!("`{value}` is no number or range"),
                    format!("write {}", example(name)),
                );
            };
            if name == "value" { Filter::Value(low, high) } else { years(low, high) }
        }
    })
}

fn one_of(
    names: &[&'static str],
    value: &str,
    field: &str,
    position: usize,
) -> Result<&'static str> {
    let singular = value.strip_suffix('s').unwrap_or(value);
    names.iter().find(|name| **name == value || **name == singular).copied().ok_or_else(
        || {
            query_error(
                format!("there is no {field} `{value}`"),
                position,
                format!("one of: {}", names.join(", ")),
            )
        },
    )
}

/// The unit that people mean by a sign or word, both folded.
fn unit(value: &str) -> &str {
    match value {
        "€" | "euro" | "euros" => "eur",
        "$" | "dollar" | "dollars" => "usd",
        "£" | "pound" | "pounds" | "livre" | "livres" => "gbp",
        "percent" | "pourcent" | "per cent" => "%",
        _ => value,
    }
}

/// Reads `5`, `>5`, `>=5`, `<5`, `<=5`, `5..10`, `5..`, `..10`.
fn range(value: &str) -> Option<(Bound, Bound)> {
    if let Some((low, high)) = value.split_once("..") {
        let end = |end: &str| {
            if end.is_empty() {
                Some(None)
            } else {
                number(end).map(|number| Some((number, true)))
            }
        };
        let (low, high) = (end(low)?, end(high)?);
        return (low.is_some() || high.is_some()).then_some((low, high));
    }
    for (sign, is_low, is_included) in [
        (">=", true, true),
        ("<=", false, true),
        ("≥", true, true),
        ("≤", false, true),
        (">", true, false),
        ("<", false, false),
    ] {
        if let Some(rest) = value.strip_prefix(sign) {
            let bound = Some((number(rest)?, is_included));
            return Some(if is_low { (bound, None) } else { (None, bound) });
        }
    }
    let bound = Some((number(value.strip_prefix('=').unwrap_or(value))?, true));
    Some((bound, bound))
}

/// Reads a number as programs write it, also with a decimal comma, and with spaces or
/// low lines between thousands.
fn number(text: &str) -> Option<f64> {
    let plain: String = text
        .trim()
        .chars()
        .filter(|char| !matches!(char, ' ' | '_' | '\u{A0}' | '\u{202F}'))
        .map(|char| if char == ',' { '.' } else { char })
        .collect();
    let is_number = plain
        .starts_with(|char: char| char.is_ascii_digit() || char == '-')
        && plain
            .chars()
            .all(|char| char.is_ascii_digit() || matches!(char, '.' | 'e' | '-' | '+'));
    plain.parse::<f64>().ok().filter(|number| is_number && number.is_finite())
}

/// Years within the bounds, from 1 to 9999.
fn years(low: Bound, high: Bound) -> Filter {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to 0 to 10000")]
    let whole = |number: f64| number.clamp(0.0, 10_000.0) as i32;
    let low = low.map_or(1, |(number, is_included)| {
        let year = whole(number.ceil());
        if !is_included && (f64::from(year) - number).abs() < f64::EPSILON {
            year + 1
        } else {
            year
        }
    });
    let high = high.map_or(9999, |(number, is_included)| {
        let year = whole(number.floor());
        if !is_included && (f64::from(year) - number).abs() < f64::EPSILON {
            year - 1
        } else {
            year
        }
    });
    Filter::Year(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    /// Shows a query's meaning with a parenthesis round everything.
    fn shown(node: &Node) -> String {
        let all = |name: &str, nodes: &[Node]| {
            let parts: Vec<_> = nodes.iter().map(shown).collect();
            format!("({name} {})", parts.join(" "))
        };
        match node {
            Node::Text(text) => text.clone(),
            Node::Phrase { words, slop } => format!("\"{words}\"{slop}"),
            Node::Prefix(word) => format!("{word}*"),
            Node::Fuzzy { word, distance } => format!("{word}~{distance}"),
            Node::Exact(word) => format!("={word}"),
            Node::Filter(filter) => format!("{filter:?}"),
            Node::All(nodes) => all("and", nodes),
            Node::Any(nodes) => all("or", nodes),
            Node::Beside(nodes) => all("beside", nodes),
            Node::Must(node) => format!("+{}", shown(node)),
            Node::Not(node) => format!("-{}", shown(node)),
            Node::Everything => "everything".to_owned(),
        }
    }

    fn check(query: &str, meaning: &str) {
        assert_eq!(shown(&parse(query).unwrap()), meaning, "{query}");
    }

    fn check_refused(query: &str, place: usize, hint: &str) {
        let error = parse(query).unwrap_err();
        let ErrorKind::Query { position, hint: found, .. } = error.kind() else {
            panic!("{query}: {error}");
        };
        assert_eq!(
            (*position, found.contains(hint)),
            (place, true),
            "{query}: {found}"
        );
    }

    #[test]
    fn words_stand_side_by_side() {
        check("", "everything");
        check("climat", "climat");
        check("plan climat", "(beside plan climat)");
        check("l’IA et l'emploi", "(beside l’IA et l'emploi)");
        check("\"plan climat\"~5 +été", "(beside \"plan climat\"5 +été)");
    }

    #[test]
    fn and_binds_closer_than_or_and_or_than_side_by_side() {
        check("a AND b OR c d", "(beside (or (and a b) c) d)");
        check("a AND (b OR c)", "(and a (or b c))");
        check("NOT a AND -b", "(and -a -b)");
        check("and or not", "(beside and or not)");
    }

    #[test]
    fn operators_on_words() {
        check("accessib*", "accessib*");
        check("é*", "é*");
        check("Grenele~ Grenele~2", "(beside Grenele~1 Grenele~2)");
        check("=nationale", "=nationale");
        check("« plan climat »", "\" plan climat \"0");
    }

    #[test]
    fn ordinary_text_is_text() {
        for text in [
            "10:30",
            "http://a.fr/b",
            "art:5",
            "/re/",
            "C++",
            "R&D",
            "5*3",
            "~50",
            "a=b",
            "re:use",
            "m^2",
            "50%",
            "l'",
            "-5",
            "+5",
            "--",
            "*",
            "lang:",
            "value:",
        ] {
            check(text, text);
        }
        check("title: plan", "(beside title: plan)");
        check("objectif : 2030", "(beside objectif : 2030)");
        check("dit-il", "dit-il");
    }

    #[test]
    fn filters_are_read() {
        check("lang:FR", "Language(French)");
        check("kind:money", "Kind(\"money\")");
        check("type:pledges", "Type(\"pledge\")");
        check("unit:€", "Unit(\"eur\")");
        check("actor:\"Union européenne\"", "Actor(\"Union européenne\")");
        check("actor:«JD Vance»", "Actor(\"JD Vance\")");
        check("value:>1e9", "Value(Some((1000000000.0, false)), None)");
        check("value:<=2,5", "Value(None, Some((2.5, true)))");
        check("value:10..20", "Value(Some((10.0, true)), Some((20.0, true)))");
        check("value:-3", "Value(Some((-3.0, true)), Some((-3.0, true)))");
        check("year:2024..2030", "Year(2024, 2030)");
        check("year:>2025", "Year(2026, 9999)");
        check("year:<2030", "Year(1, 2029)");
        check("(lang:fr)", "Language(French)");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        check_refused("été langue:fr", 4, "`lang:`");
        check_refused("lang:de", 5, "lang:fr");
        check_refused("kind:argent", 5, "money");
        check_refused("value:10...20", 6, "10..20");
        check_refused("year:\"\"", 5, "year:2030");
        check_refused("a AND", 2, "and");
        check_refused("a -(", 3, ")");
        check_refused("a*b", 0, "accessib*");
        check_refused("*ible", 0, "accessib*");
        check_refused("mot~3", 3, "~1");
        check_refused("“mot", 0, "”");
        check_refused(&"(".repeat(99), 50, "fewer");
        check_refused(&"a ".repeat(401), 800, "fewer");
    }

    #[test]
    fn any_text_gives_a_meaning_or_an_error() {
        let parts = [
            "a", "(", ")", "\"", "«", "»", "AND", "OR", "-", "+", "~", "*", "=", ":",
            "lang:", "value:", "1", "..", " ", "é", "🎉", "\u{A0}", "NOT ",
        ];
        let mut seed = 7_usize;
        for _ in 0..20_000 {
            let mut query = String::new();
            for _ in 0..8 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                query.push_str(parts[(seed >> 33) % parts.len()]);
            }
            let _ = parse(&query);
        }
    }
}
