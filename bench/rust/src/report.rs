//! A table of medians, with ratios to the first column.

use crate::encoders::Encoder;

pub struct Table {
    title: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<(String, Vec<Vec<f64>>)>,
}

impl Table {
    pub fn new(title: &'static str, encoders: &[Encoder]) -> Self {
        Self {
            title,
            columns: encoders.iter().map(|encoder| encoder.name).collect(),
            rows: Vec::new(),
        }
    }

    pub fn add(&mut self, row: &str, column: usize, value: f64) {
        if self.rows.last().is_none_or(|(name, _)| name != row) {
            self.rows
                .push((row.to_owned(), vec![Vec::new(); self.columns.len()]));
        }
        if let Some((_, cells)) = self.rows.last_mut() {
            cells[column].push(value);
        }
    }

    /// Prints the medians, and in parentheses how many times ours is.
    pub fn print(&self) {
        println!("\n## {}\n", self.title);
        println!("| | {} |", self.columns.join(" | "));
        println!("|---|{}", "---|".repeat(self.columns.len()));
        let mut logarithms = vec![0.0; self.columns.len()];
        for (name, cells) in &self.rows {
            let medians: Vec<f64> = cells.iter().map(|cell| median(cell)).collect();
            for (sum, value) in logarithms.iter_mut().zip(&medians) {
                *sum += (medians[0] / value).ln();
            }
            let cells: Vec<String> = medians
                .iter()
                .map(|value| cell(*value, medians[0] / value))
                .collect();
            println!("| {name} | {} |", cells.join(" | "));
        }
        let means: Vec<String> = logarithms
            .iter()
            .map(|sum| format!("({:.2})", (sum / self.rows.len() as f64).exp()))
            .collect();
        println!("| geometric mean | {} |", means.join(" | "));
    }
}

fn cell(value: f64, ratio: f64) -> String {
    let digits = if value < 10.0 { 2 } else { 0 };
    format!("{value:.digits$} ({ratio:.2})")
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
