//! Words of a query with all that they are found under, ranked by one BM25 each.
//!
//! A word has weighted alternatives: its stem, its exact form, its place in title and
//! headings, and in the other language its translations. They score as one word:
//! its frequency in a passage is the sum of the weighted frequencies, and so is the number
//! of passages that have it (probabilistic structured queries, Darwish and Oard 2003).
//! A word that has five translations is then not worth five words.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term,
};

/// Saturation of a word's frequency, and how far the length of a passage counts: the
/// usual values of BM25.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Passages that are scored at once.
const WINDOW: u32 = 2_048;
/// A word that is nearly everywhere still says a little.
const LEAST_IDF: f32 = 0.01;

/// Which passages a word is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those that have anything in the field by which their length is measured.
    Measured,
    /// Those that have nothing in these fields.
    Without([Field; 2]),
}

/// One of the terms that a word is found under.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alternative {
    pub(super) term: Term,
    /// How much one occurrence counts, at most 1.
    pub(super) weight: f32,
    /// Whether the passages that have it are counted among those of the word.
    pub(super) is_counted: bool,
}

/// A word of a query, as it is looked for in the passages of one language.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// As written in the query.
    pub(super) word: String,
    pub(super) alternatives: Vec<Alternative>,
    /// The field that measures the length of a passage.
    pub(super) length: Field,
    pub(super) reach: Reach,
    /// How many passages have the field.
    pub(super) passages: u64,
    pub(super) boost: f32,
    /// Whether it holds translations of the word rather than the word.
    pub(super) is_translated: bool,
}

/// Words with what ranks them in one index.
#[derive(Debug, Clone)]
pub(super) struct Words {
    words: Arc<[Ranked]>,
}

#[derive(Debug)]
struct Ranked {
    group: Group,
    /// The score of a passage full of the word.
    most: f32,
    /// What the length of a passage does to it.
    norms: Norms,
}

/// `k1 * (1 - b + b * length / average)` by code of length.
#[derive(Debug)]
struct Norms {
    average: f32,
    by_code: [f32; 256],
}

impl Norms {
    fn new(average: f32) -> Self {
        let mut by_code = [0.0; 256];
        for (code, norm) in (0..=u8::MAX).zip(&mut by_code) {
            *norm = norm_of(exact(FieldNormReader::id_to_fieldnorm(code)), average);
        }
        Self { average, by_code }
    }

    fn of(&self, code: u8) -> f32 {
        self.by_code.get(usize::from(code)).copied().unwrap_or(K1)
    }
}

fn norm_of(length: f32, average: f32) -> f32 {
    K1 * (1.0 - B + B * length / average.max(1.0))
}

#[expect(clippy::cast_precision_loss, reason = "counts, for a score")]
fn exact(number: u32) -> f32 {
    number as f32
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "counts, for a score"
)]
fn rough(number: u64) -> f32 {
    number as f64 as f32
}

impl Words {
    /// Looks up what ranks the words: in how many passages they are, and how long
    /// passages are.
    pub(super) fn new(
        searcher: &Searcher,
        groups: Vec<Group>,
    ) -> tantivy::Result<Self> {
        let mut words = Vec::with_capacity(groups.len());
        for group in groups {
            let mut having = 0.0;
            let mut tokens = 0;
            for alternative in &group.alternatives {
                if alternative.is_counted {
                    having += alternative.weight
                        * rough(searcher.doc_freq(&alternative.term)?);
                }
            }
            for reader in searcher.segment_readers() {
                tokens += reader.inverted_index(group.length)?.total_num_tokens();
            }
            let passages = rough(group.passages.max(1));
            let having = having.clamp(0.5, passages);
            let idf = (1.0 + (passages - having + 0.5) / (having + 0.5)).ln();
            words.push(Ranked {
                most: idf.max(LEAST_IDF) * (K1 + 1.0) * group.boost,
                norms: Norms::new(rough(tokens) / passages),
                group,
            });
        }
        // What can add most comes first, so that the rest need not be looked at.
        words.sort_by(|a, b| b.most.total_cmp(&a.most));
        Ok(Self { words: words.into() })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What each word adds to a run of passages taken as one, for rows of one segment in
    /// rising order; `share` is by how much the run is longer than a passage on average.
    ///
    /// Returns the score of each single row, and for each run of `runs` (places in
    /// `rows`) the score of all its rows together.
    pub(super) fn runs(
        &self,
        reader: &SegmentReader,
        rows: &[DocId],
        runs: &[std::ops::Range<usize>],
        share: f32,
    ) -> tantivy::Result<(Vec<f32>, Vec<f32>)> {
        let mut singles = vec![0.0; rows.len()];
        let mut together = vec![0.0; runs.len()];
        for ranked in self.words.iter() {
            let mut counts = vec![0.0_f32; rows.len()];
            for (alternative, mut list) in lists(ranked, reader)? {
                for (&row, count) in rows.iter().zip(&mut counts) {
                    list.seek(row);
                    if list.doc() == row {
                        *count += alternative * exact(list.count());
                    }
                }
            }
            let measure = Measure::new(ranked, reader)?;
            let lengths: Vec<Option<f32>> =
                rows.iter().map(|&row| measure.length(row)).collect();
            let score = |count: f32, length: f32, average: f32| {
                ranked.most * count / (count + norm_of(length, average))
            };
            for ((single, &count), length) in
                singles.iter_mut().zip(&counts).zip(&lengths)
            {
                if let (Some(length), true) = (length, count > 0.0) {
                    *single += score(count, *length, ranked.norms.average);
                }
            }
            for (total, run) in together.iter_mut().zip(runs) {
                let counts = counts.get(run.clone()).unwrap_or_default();
                let lengths = lengths.get(run.clone()).unwrap_or_default();
                let count: f32 = counts
                    .iter()
                    .zip(lengths)
                    .filter(|(_, length)| length.is_some())
                    .map(|(count, _)| count)
                    .sum();
                if count > 0.0 {
                    let length = lengths.iter().flatten().sum();
                    *total += score(count, length, ranked.norms.average * share);
                }
            }
        }
        Ok((singles, together))
    }

    /// What each word adds to the score of one row: the word as written, how often it is
    /// there, weighted, and its share of the score.
    pub(super) fn shares(
        &self,
        reader: &SegmentReader,
        row: DocId,
    ) -> tantivy::Result<Vec<(String, f32, f32)>> {
        let mut shares = Vec::new();
        for ranked in self.words.iter() {
            let mut count = 0.0;
            for (weight, mut list) in lists(ranked, reader)? {
                list.seek(row);
                if list.doc() == row {
                    count += weight * exact(list.count());
                }
            }
            let code = Measure::new(ranked, reader)?.code(row);
            if let (Some(code), true) = (code, count > 0.0) {
                let score = ranked.most * count / (count + ranked.norms.of(code));
                shares.push((ranked.group.word.clone(), count, score));
            }
        }
        Ok(shares)
    }
}

/// The lists of a word's alternatives in a segment, each with its weight.
fn lists(ranked: &Ranked, reader: &SegmentReader) -> tantivy::Result<Vec<(f32, List)>> {
    let mut lists = Vec::new();
    for alternative in &ranked.group.alternatives {
        let inverted = reader.inverted_index(alternative.term.field())?;
        let option = IndexRecordOption::WithFreqs;
        if let Some(postings) =
            inverted.read_block_postings(&alternative.term, option)?
        {
            lists.push((alternative.weight, List { postings, at: 0 }));
        }
    }
    Ok(lists)
}

/// How long passages of a segment are, for one word.
struct Measure {
    length: FieldNormReader,
    others: Vec<FieldNormReader>,
}

impl Measure {
    fn new(ranked: &Ranked, reader: &SegmentReader) -> tantivy::Result<Self> {
        let others = match ranked.group.reach {
            Reach::Measured => Vec::new(),
            Reach::Without(fields) => fields
                .iter()
                .map(|field| reader.get_fieldnorms_reader(*field))
                .collect::<Result<_, _>>()?,
        };
        let length = reader.get_fieldnorms_reader(ranked.group.length)?;
        Ok(Self { length, others })
    }

    /// The code of a passage's length; `None` if the word is not looked for there.
    fn code(&self, row: DocId) -> Option<u8> {
        let code = self.length.fieldnorm_id(row);
        let is_reached =
            code > 0 && self.others.iter().all(|other| other.fieldnorm_id(row) == 0);
        is_reached.then_some(code)
    }

    fn length(&self, row: DocId) -> Option<f32> {
        Some(exact(FieldNormReader::id_to_fieldnorm(self.code(row)?)))
    }
}

/// A list of passages, read block by block.
struct List {
    postings: BlockSegmentPostings,
    at: usize,
}

impl List {
    fn doc(&self) -> DocId {
        self.postings.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn count(&self) -> u32 {
        self.postings.freqs().get(self.at).copied().unwrap_or(1)
    }

    /// Goes on to the first passage from `target` on.
    fn seek(&mut self, target: DocId) {
        if self.doc() >= target {
            return;
        }
        self.at = self.postings.seek(target);
    }

    /// Calls `take` with each passage before `end` and how often the term is there.
    fn each_before(&mut self, end: DocId, mut take: impl FnMut(DocId, u32)) {
        loop {
            let docs = self.postings.docs().get(self.at..).unwrap_or_default();
            let counts = self.postings.freqs().get(self.at..).unwrap_or_default();
            let inside = docs.partition_point(|&doc| doc < end);
            for (&doc, &count) in docs.iter().zip(counts).take(inside) {
                take(doc, count);
            }
            self.at += inside;
            if inside < docs.len() || docs.is_empty() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// A word in a segment.
struct Lists {
    lists: Vec<(f32, List)>,
    measure: Measure,
}

/// Scores the passages of a segment, a window at a time.
struct Scan {
    words: Arc<[Ranked]>,
    lists: Vec<Lists>,
    boost: f32,
    counts: Vec<f32>,
    scores: Vec<f32>,
    /// A bit for each passage of the window that has a word.
    seen: Vec<u64>,
    /// The first passage of the next window.
    next: DocId,
}

impl Scan {
    fn new(words: &Words, reader: &SegmentReader, boost: f32) -> tantivy::Result<Self> {
        let lists = words
            .words
            .iter()
            .map(|ranked| {
                let measure = Measure::new(ranked, reader)?;
                Ok(Lists { lists: lists(ranked, reader)?, measure })
            })
            .collect::<tantivy::Result<_>>()?;
        Ok(Self {
            words: Arc::clone(&words.words),
            lists,
            boost,
            counts: vec![0.0; WINDOW as usize],
            scores: vec![0.0; WINDOW as usize],
            seen: vec![0; WINDOW as usize / 64],
            next: 0,
        })
    }

    /// How many words it takes at least for a score above `threshold`: a passage that has
    /// none of the first so many cannot reach it.
    fn essential(&self, threshold: Score) -> usize {
        let mut rest = 0.0;
        let mut essential = self.words.len();
        for ranked in self.words.iter().rev() {
            rest += ranked.most * self.boost;
            if rest > threshold {
                break;
            }
            essential -= 1;
        }
        essential
    }

    /// Calls `take` with the passages of the next window that may score above
    /// `threshold`, in order, with their scores; `false` if there is none left.
    fn window(&mut self, threshold: Score, mut take: impl FnMut(DocId, Score)) -> bool {
        let essential = self.essential(threshold);
        let next = self.next;
        let mut first = TERMINATED;
        for (_, list) in
            self.lists.iter_mut().take(essential).flat_map(|l| &mut l.lists)
        {
            list.seek(next);
            first = first.min(list.doc());
        }
        if first == TERMINATED {
            return false;
        }
        let start = first - first % WINDOW;
        let end = start.saturating_add(WINDOW);
        let mut rest: f32 = self.words.iter().map(|ranked| ranked.most).sum();
        let mut best = 0.0_f32;
        for place in 0..self.lists.len() {
            if place >= essential && best + rest * self.boost <= threshold {
                break;
            }
            best = self.add(place, start, end).max(best);
            rest -= self.words.get(place).map_or(0.0, |ranked| ranked.most);
        }
        for (place, bits) in (0_u32..).zip(&mut self.seen) {
            let mut left = std::mem::take(bits);
            while left != 0 {
                let at = place * 64 + left.trailing_zeros();
                left &= left - 1;
                if let Some(score) = self.scores.get_mut(at as usize) {
                    take(start + at, std::mem::take(score));
                }
            }
        }
        self.next = end;
        true
    }

    /// Adds what one word gives to the passages from `start` to `end`, and returns the
    /// best score so far among those.
    fn add(&mut self, place: usize, start: DocId, end: DocId) -> f32 {
        let (Some(word), Some(ranked)) =
            (self.lists.get_mut(place), self.words.get(place))
        else {
            return 0.0;
        };
        let counts = &mut self.counts;
        let mut found = [0_u64; WINDOW as usize / 64];
        for (weight, list) in &mut word.lists {
            list.seek(start);
            list.each_before(end, |doc, count| {
                let at = (doc - start) as usize;
                if let Some(sum) = counts.get_mut(at) {
                    *sum += *weight * exact(count);
                }
                if let Some(bits) = found.get_mut(at / 64) {
                    *bits |= 1 << (at % 64);
                }
            });
        }
        let most = ranked.most * self.boost;
        let mut best = 0.0_f32;
        for (part, (found, seen)) in
            (0_u32..).zip(found.into_iter().zip(&mut self.seen))
        {
            let mut left = found;
            while left != 0 {
                let bit = left & left.wrapping_neg();
                let at = part * 64 + left.trailing_zeros();
                left ^= bit;
                let Some(sum) = counts.get_mut(at as usize) else { continue };
                let count = std::mem::take(sum);
                let Some(code) = word.measure.code(start + at) else { continue };
                if let Some(score) = self.scores.get_mut(at as usize) {
                    *score += most * count / (count + ranked.norms.of(code));
                    best = best.max(*score);
                    *seen |= bit;
                }
            }
        }
        best
    }
}

impl Query for Words {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Words {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let scan = Scan::new(self, reader, boost)?;
        let mut rows = ScoredRows { scan, found: Vec::new(), at: 0 };
        rows.fill();
        Ok(Box::new(rows))
    }

    fn explain(
        &self,
        reader: &SegmentReader,
        row: DocId,
    ) -> tantivy::Result<Explanation> {
        let shares = self.shares(reader, row)?;
        if shares.is_empty() {
            let what = format!("row {row} does not match");
            return Err(TantivyError::InvalidArgument(what));
        }
        let total = shares.iter().map(|(_, _, score)| score).sum();
        let mut explanation = Explanation::new("sum of the words", total);
        for (word, count, score) in shares {
            let what = format!("`{word}`, {count:.2} times");
            explanation.add_detail(Explanation::new_with_string(what, score));
        }
        Ok(explanation)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut scan = Scan::new(self, reader, 1.0)?;
        let mut threshold = threshold;
        loop {
            let mut now = threshold;
            let is_left = scan.window(threshold, |doc, score| {
                if score > now {
                    now = callback(doc, score);
                }
            });
            threshold = now;
            if !is_left {
                return Ok(());
            }
        }
    }
}

/// The passages that have a word, one after the other.
struct ScoredRows {
    scan: Scan,
    /// Those of the window.
    found: Vec<(DocId, Score)>,
    at: usize,
}

impl ScoredRows {
    /// Reads the next window that has any.
    fn fill(&mut self) {
        self.at = 0;
        self.found.clear();
        let Self { scan, found, .. } = self;
        while found.is_empty() && scan.window(Score::MIN, |doc, s| found.push((doc, s)))
        {
        }
    }
}

impl DocSet for ScoredRows {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at >= self.found.len() {
            self.fill();
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while self.doc() < target {
            if self.found.last().is_some_and(|(last, _)| *last >= target) {
                let rest = self.found.get(self.at..).unwrap_or_default();
                self.at += rest.partition_point(|(doc, _)| *doc < target);
            } else {
                self.scan.next = self.scan.next.max(target);
                self.fill();
            }
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.found.get(self.at).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn size_hint(&self) -> u32 {
        let lists = self.scan.lists.iter().flat_map(|word| &word.lists);
        lists.map(|(_, list)| list.postings.doc_freq()).fold(0, u32::saturating_add)
    }
}

impl Scorer for ScoredRows {
    fn score(&mut self) -> Score {
        self.found.get(self.at).map_or(0.0, |(_, score)| *score)
    }
}
