//! From links between mentions to happenings.

use super::rules::Rules;
use super::sketch::Sketch;

/// Members of a group that are compared with another's.
const COMPARED: usize = 12;

/// A member of a group, with the member that it was linked to and the number of that link; neither for the first.
pub type Grouped = (usize, Option<(usize, usize)>);

/// Makes happenings of mentions: from the strongest link down, two groups become one where all their members, pair by pair, go
/// together on the whole, and no two keep them apart.
///
/// `links` are pairs of mentions with their weights; what is not linked to anything stays alone. Each group's first member is the
/// one told first, and groups come in the order of their first members. Neither depends on the order of `sketches` or `links`.
pub fn group(rules: &Rules, sketches: &[&Sketch], links: &[(usize, usize, f32)]) -> Vec<Vec<Grouped>> {
    let mut ranks: Vec<usize> = (0..sketches.len()).collect();
    ranks.sort_by(|a, b| sketches[*a].order.cmp(&sketches[*b].order));
    let mut rank_of = vec![0; sketches.len()];
    ranks.iter().enumerate().for_each(|(rank, member)| rank_of[*member] = rank);
    let mut order: Vec<usize> = (0..links.len()).collect();
    let ends = |link: usize| {
        let (a, b, _) = links[link];
        (rank_of[a].min(rank_of[b]), rank_of[a].max(rank_of[b]))
    };
    order.sort_by(|x, y| links[*y].2.total_cmp(&links[*x].2).then_with(|| ends(*x).cmp(&ends(*y))));
    // Members by rank, so that each group begins with who told first.
    let mut groups: Vec<Vec<usize>> = (0..sketches.len()).map(|rank| vec![rank]).collect();
    let mut group_of: Vec<usize> = (0..sketches.len()).collect();
    let mut tree: Vec<Vec<(usize, usize)>> = vec![Vec::new(); sketches.len()];
    for link in order {
        let (a, b) = ends(link);
        let (x, y) = (group_of[a].min(group_of[b]), group_of[a].max(group_of[b]));
        if x == y || !go_together(rules, sketches, &ranks, &groups[x], &groups[y]) {
            continue;
        }
        let joining = std::mem::take(&mut groups[y]);
        joining.iter().for_each(|member| group_of[*member] = x);
        groups[x].extend(joining);
        groups[x].sort_unstable();
        tree[a].push((b, link));
        tree[b].push((a, link));
    }
    groups.iter().filter(|g| !g.is_empty()).map(|group| from_first(group[0], &tree, &ranks)).collect()
}

fn go_together(rules: &Rules, sketches: &[&Sketch], ranks: &[usize], x: &[usize], y: &[usize]) -> bool {
    let (mut sum, mut pairs) = (0.0, 0);
    for a in x.iter().take(COMPARED) {
        for b in y.iter().take(COMPARED) {
            let Some(weight) = rules.weigh(sketches[ranks[*a]], sketches[ranks[*b]]) else { return false };
            if weight < rules.apart {
                return false;
            }
            sum += weight;
            pairs += 1;
        }
    }
    sum >= rules.join * pairs as f32
}

/// The members that links lead to from `first`, in the order in which they were told.
fn from_first(first: usize, tree: &[Vec<(usize, usize)>], ranks: &[usize]) -> Vec<Grouped> {
    let mut found = vec![(first, None)];
    let mut next = 0;
    while let Some((member, from)) = found.get(next).copied() {
        next += 1;
        let came = from.map(|(other, _)| other);
        for (other, link) in tree[member].iter().filter(|(other, _)| Some(*other) != came) {
            found.push((*other, Some((member, *link))));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(member, from)| (ranks[member], from.map(|(other, link)| (ranks[other], link)))).collect()
}
