// The sort behind list.sort() and sorted(): Tim Peters' merge sort with the powersort merge order, step for
// step as CPython 3.11 runs it.
//
// Any stable sort gives the same answer when `<` is a total order. But Python lets one sort sets, NaNs, or
// values that turn out not to compare, and then the answer (also the half-sorted list that a failed sort
// leaves) is what these very comparisons in this very order make of it. So each comparison here is one that
// CPython makes.
//
// How it works: the input is cut into runs that already ascend (or strictly descend, and are turned round);
// runs shorter than `minrun` are filled up by binary insertion. Runs are kept on a stack and merged so that
// the merge tree is nearly balanced: the "power" of the boundary between two neighbours is the depth of the
// node that a perfectly balanced tree would have there, and a boundary deeper than the new one is merged
// first. Merging gallops: when one run wins several times in a row, the next stretch is found by exponential
// search. O(n log n) comparisons, n - 1 on sorted input, n/2 words of extra memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace headrace::pylib {

// Sorts `order`, a permutation of indices. Less is `int operator()(uint32_t a, uint32_t b)`: 1 when item a is
// less than item b, 0 when not, -1 when the comparison failed.
template <typename Less>
class Timsort {
 public:
  Timsort(Less less, std::span<uint32_t> order) : less_(less), base_(order.data()), size_(order.size()) {}

  // False as soon as a comparison failed; `order` is a permutation even then.
  bool run() {
    if (size_ < 2) return true;
    size_t remaining = size_;
    const size_t minrun = min_run(size_);
    for (size_t at = 0; remaining > 0;) {
      size_t n;
      if (!count_run(at, remaining, &n)) return false;
      if (n < minrun) {
        const size_t forced = std::min(minrun, remaining);
        if (!insert_sorted(at, n, forced)) return false;
        n = forced;
      }
      if (!push_run(at, n)) return false;
      at += n;
      remaining -= n;
    }
    return merge_all();
  }

 private:
  struct Run {
    size_t start, size;
    int power;  // of the boundary to the next run
  };
  static constexpr size_t kMinGallop = 7;

  // Between 32 and 64, such that size / minrun is just below a power of two.
  static size_t min_run(size_t n) {
    size_t odd = 0;
    while (n >= 64) {
      odd |= n & 1;
      n >>= 1;
    }
    return n + odd;
  }

  // The run that starts at `start`, turned round when it descends.
  bool count_run(size_t start, size_t limit, size_t* out) {
    uint32_t* a = base_ + start;
    size_t n = 1;
    if (limit > 1) {
      const int descends = less_(a[1], a[0]);
      if (descends < 0) return false;
      for (n = 2; n < limit; ++n) {
        const int less = less_(a[n], a[n - 1]);
        if (less < 0) return false;
        if (less != descends) break;
      }
      if (descends) std::reverse(a, a + n);
    }
    *out = n;
    return true;
  }

  // [start, start + sorted) is sorted; inserts what follows, up to `size` items in all.
  bool insert_sorted(size_t start, size_t sorted, size_t size) {
    uint32_t* a = base_ + start;
    for (; sorted < size; ++sorted) {
      const uint32_t pivot = a[sorted];
      size_t low = 0, high = sorted;
      while (low < high) {
        const size_t middle = low + ((high - low) >> 1);
        const int less = less_(pivot, a[middle]);
        if (less < 0) return false;
        if (less) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      std::copy_backward(a + low, a + sorted, a + sorted + 1);
      a[low] = pivot;
    }
    return true;
  }

  // The depth of the boundary between runs [start, start + n1) and the next n2 in a perfectly balanced tree:
  // the first binary digit in which their midpoints, as fractions of the whole, differ.
  int boundary_power(size_t start, size_t n1, size_t n2) const {
    size_t a = 2 * start + n1;
    size_t b = a + n1 + n2;
    for (int power = 1;; ++power) {
      if (a >= size_) {
        a -= size_;
        b -= size_;
      } else if (b >= size_) {
        return power;
      }
      a <<= 1;
      b <<= 1;
    }
  }

  bool push_run(size_t start, size_t n) {
    if (!runs_.empty()) {
      const int power = boundary_power(runs_.back().start, runs_.back().size, n);
      while (runs_.size() > 1 && runs_[runs_.size() - 2].power > power) {
        if (!merge_at(runs_.size() - 2)) return false;
      }
      runs_.back().power = power;
    }
    runs_.push_back({start, n, 0});
    return true;
  }

  bool merge_all() {
    while (runs_.size() > 1) {
      size_t i = runs_.size() - 2;
      if (i > 0 && runs_[i - 1].size < runs_[i + 1].size) --i;
      if (!merge_at(i)) return false;
    }
    return true;
  }

  // Merges runs i and i + 1.
  bool merge_at(size_t i) {
    uint32_t* a = base_ + runs_[i].start;
    size_t na = runs_[i].size;
    uint32_t* b = base_ + runs_[i + 1].start;
    size_t nb = runs_[i + 1].size;
    runs_[i].size = na + nb;
    runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    size_t k;
    if (!gallop_right(b[0], a, na, 0, &k)) return false;  // what stands before b's first is in place
    a += k;
    na -= k;
    if (na == 0) return true;
    if (!gallop_left(a[na - 1], b, nb, nb - 1, &nb)) return false;  // and what stands behind a's last
    if (nb == 0) return true;
    return na <= nb ? merge_low(a, na, b, nb) : merge_high(a, na, b, nb);
  }

  // The number of items of a that are less than `key`; the search begins at `hint`.
  bool gallop_left(uint32_t key, const uint32_t* a, size_t n, size_t hint, size_t* out) {
    return gallop(a, n, hint, out, [this, key](uint32_t item) { return less_(item, key); });
  }
  // The number of items of a that are not greater than `key`.
  bool gallop_right(uint32_t key, const uint32_t* a, size_t n, size_t hint, size_t* out) {
    return gallop(a, n, hint, out, [this, key](uint32_t item) {
      const int less = less_(key, item);
      return less < 0 ? less : 1 - less;
    });
  }

  // `before(item)` holds for the items up to the answer and not behind it. Steps of 1, 3, 7, 15... away from
  // the hint, then binary search in the last step.
  template <typename Before>
  static bool gallop(const uint32_t* a, size_t n, size_t hint, size_t* out, Before before) {
    const int right = before(a[hint]);
    if (right < 0) return false;
    const size_t limit = right ? n - hint : hint + 1;
    size_t last = 0, step = 1;
    while (step < limit) {
      const int is_before = before(right ? a[hint + step] : a[hint - step]);
      if (is_before < 0) return false;
      if (is_before != right) break;
      last = step;
      step = step * 2 + 1;
    }
    step = std::min(step, limit);
    // Items in [low, high) are yet unknown.
    size_t low = right ? hint + last + 1 : hint + 1 - step;
    size_t high = right ? hint + step : hint - last;
    while (low < high) {
      const size_t middle = low + ((high - low) >> 1);
      const int is_before = before(a[middle]);
      if (is_before < 0) return false;
      if (is_before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    *out = high;
    return true;
  }

  // Merges neighbours from the left, the first copied out; a[0] > b[0], a's last > b's last, na <= nb.
  bool merge_low(uint32_t* a, size_t na, uint32_t* b, size_t nb) {
    uint32_t* to = a;
    copied_.assign(a, a + na);
    const uint32_t* left = copied_.data();
    const auto done = [&](bool result) {  // what was copied and not yet merged goes to its place
      std::copy(left, left + na, to);
      return result;
    };
    const auto last_of_a = [&] {  // it is greater than all of b
      std::copy(b, b + nb, to);
      to[nb] = *left;
      return true;
    };
    *to++ = *b++;
    if (--nb == 0) return done(true);
    if (na == 1) return last_of_a();
    for (size_t min_gallop = min_gallop_;; min_gallop_ = ++min_gallop) {
      size_t a_wins = 0, b_wins = 0;
      do {
        const int less = less_(*b, *left);
        if (less < 0) return done(false);
        if (less) {
          *to++ = *b++;
          ++b_wins, a_wins = 0;
          if (--nb == 0) return done(true);
        } else {
          *to++ = *left++;
          ++a_wins, b_wins = 0;
          if (--na == 1) return last_of_a();
        }
      } while (std::max(a_wins, b_wins) < min_gallop);
      ++min_gallop;
      do {
        min_gallop -= min_gallop > 1;
        min_gallop_ = min_gallop;
        if (!gallop_right(*b, left, na, 0, &a_wins)) return done(false);
        to = std::copy(left, left + a_wins, to);
        left += a_wins;
        na -= a_wins;
        if (na == 1) return last_of_a();
        if (na == 0) return done(true);  // only when comparisons contradict each other
        *to++ = *b++;
        if (--nb == 0) return done(true);
        if (!gallop_left(*left, b, nb, 0, &b_wins)) return done(false);
        to = std::copy(b, b + b_wins, to);
        b += b_wins;
        nb -= b_wins;
        if (nb == 0) return done(true);
        *to++ = *left++;
        if (--na == 1) return last_of_a();
      } while (a_wins >= kMinGallop || b_wins >= kMinGallop);
    }
  }

  // The mirror image: from the right, the second run copied out; na > nb. `a`, `right` and `to` point behind
  // their next item.
  bool merge_high(uint32_t* a, size_t na, uint32_t* b, size_t nb) {
    const uint32_t* a_start = a;
    uint32_t* to = b + nb;
    copied_.assign(b, b + nb);
    const uint32_t* b_start = copied_.data();
    const uint32_t* right = b_start + nb;
    a += na;
    const auto done = [&](bool result) {
      std::copy_backward(b_start, b_start + nb, to);
      return result;
    };
    const auto first_of_b = [&] {  // it is less than all of a
      to = std::copy_backward(a - na, a, to);
      *--to = *b_start;
      return true;
    };
    *--to = *--a;
    if (--na == 0) return done(true);
    if (nb == 1) return first_of_b();
    for (size_t min_gallop = min_gallop_;; min_gallop_ = ++min_gallop) {
      size_t a_wins = 0, b_wins = 0;
      do {
        const int less = less_(right[-1], a[-1]);
        if (less < 0) return done(false);
        if (less) {
          *--to = *--a;
          ++a_wins, b_wins = 0;
          if (--na == 0) return done(true);
        } else {
          *--to = *--right;
          ++b_wins, a_wins = 0;
          if (--nb == 1) return first_of_b();
        }
      } while (std::max(a_wins, b_wins) < min_gallop);
      ++min_gallop;
      do {
        min_gallop -= min_gallop > 1;
        min_gallop_ = min_gallop;
        size_t k;
        if (!gallop_right(right[-1], a_start, na, na - 1, &k)) return done(false);
        a_wins = na - k;
        to = std::copy_backward(a - a_wins, a, to);
        a -= a_wins;
        na = k;
        if (na == 0) return done(true);
        *--to = *--right;
        if (--nb == 1) return first_of_b();
        if (!gallop_left(a[-1], b_start, nb, nb - 1, &k)) return done(false);
        b_wins = nb - k;
        to = std::copy_backward(right - b_wins, right, to);
        right -= b_wins;
        nb = k;
        if (nb == 1) return first_of_b();
        if (nb == 0) return done(true);
        *--to = *--a;
        if (--na == 0) return done(true);
      } while (a_wins >= kMinGallop || b_wins >= kMinGallop);
    }
  }

  Less less_;
  uint32_t* base_;
  size_t size_;
  std::vector<Run> runs_;
  std::vector<uint32_t> copied_;
  size_t min_gallop_ = kMinGallop;
};

}  // namespace headrace::pylib
