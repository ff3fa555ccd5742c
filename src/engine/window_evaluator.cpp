#include "engine/window_evaluator.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/hash.h"
#include "data/datetime.h"
#include "data/number_text.h"
#include "engine/field_value.h"
#include "pylib/api.h"
#include "pylib/collections/reduction.h"

namespace headrace {
namespace {

int64_t saturating_add(int64_t a, int64_t b) {
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) {
    return b > 0 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min();
  }
  return sum;
}

bool is_container(FieldType type) {
  return type == FieldType::kMap || type == FieldType::kList || type == FieldType::kSet;
}

std::string key_name(const Value& key) {
  std::string out;
  if (key.is_str())
    out = std::string(key.str());
  else if (key.is_bool())
    out = key.as_bool() ? "true" : "false";
  else if (key.is_none())
    out = "null";
  else if (key.is_float())
    append_float(key.as_float(), &out);
  else if (key.kind() != Kind::kInt || !append_int(key, &out))
    out = type_name(key);
  return out;
}

// A slot as an expression may see it: what it changes in place must not reach the saved block.
Value private_copy(const Value& v) {
  if (!v.is_container()) return v;
  Value copy;
  return deep_copy(v, &copy) ? copy : v;
}

// A map spreads into columns named by the nearest name and the key, recursively; an empty one gives none.
void spread(const std::string& prefix, const std::string& name, const Value& v, WindowRows* rows,
            int depth = 0) {
  if (v.kind() != Kind::kDict || depth > kMaxNesting) return rows->put(prefix + "." + name, v);
  const auto& table = v.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    const DictEntry& e = table.entry(i);
    if (e.hash != 0) spread(name, key_name(e.key), e.value, rows, depth + 1);
  }
}

}  // namespace

WindowEvaluator::WindowEvaluator(const StreamPlan& stream, const WindowPlan& plan, expr::Machine& machine,
                                 uint64_t seed)
    : stream_(stream), plan_(plan), machine_(machine), seed_(seed), meta_(1) {
  for (const AggregatePlan& a : stream.aggregates) stream_rows_.emplace_back(a.slot_count());
  columns_.resize(stream.aggregates[static_cast<size_t>(plan.block_aggregate)].slot_count());
  for (const WindowAggregatePlan& a : plan.aggregates) {
    window_rows_.emplace_back(a.aggregate.slot_count());
    lists_.emplace_back(a.source_slots.size());
    for (size_t k = 0; k < a.aggregate.slot_count(); ++k) {
      column_names_.push_back(a.aggregate.name + "." + a.aggregate.slot_names[k]);
      has_maps_ = has_maps_ || a.aggregate.slot_types[k] == FieldType::kMap;
      has_containers_ = has_containers_ || is_container(a.aggregate.slot_types[k]);
    }
  }
  ranges_.resize(plan.aggregates.size());
  reduced_.resize(plan.reductions.size());
  bases_.push_back(meta_.data());
  for (const auto& row : stream_rows_) bases_.push_back(row.data());
  for (const auto& row : window_rows_) bases_.push_back(row.data());
  first_list_ = static_cast<uint16_t>(bases_.size());
  for (const auto& row : lists_) bases_.push_back(row.data());
  bases_.push_back(reduced_.data());
  for (const WindowAggregatePlan& a : plan.aggregates) {
    const auto reads_lists = [&](const std::unique_ptr<expr::Program>& program) {
      return program && expr::reads_from(*program, first_list_);
    };
    bool needs = reads_lists(a.aggregate.when);
    for (size_t i = 0; i < a.aggregate.fields.size(); ++i) {
      const FieldPlan& field = a.aggregate.fields[i];
      needs = needs || reads_lists(field.when) || (!a.reduced[i] && reads_lists(field.value));
    }
    needs_lists_.push_back(needs);
  }
}

// Reads the saved rows again: the blocks, and of every other aggregate the row saved last.
void WindowEvaluator::prepare(const KeyState& state) {
  blocks_.clear();
  for (const uint16_t slot : plan_.block_slots) columns_[slot].clear();
  meta_[0] = state.identity_value();
  rows_used_ = true;
  for (size_t i = 0; i < stream_rows_.size(); ++i) {
    for (size_t k = 0; k < stream_rows_[i].size(); ++k) {
      stream_rows_[i][k] = default_value(stream_.aggregates[i].slot_types[k]);
    }
  }
  const auto restored = [&](const SavedRow& saved, size_t slot) {
    Value v = saved.slot(state.identity_value(), slot);
    restore_field(stream_.aggregates[saved.aggregate()].slot_types[slot], &v);
    return v;
  };
  for (const SavedRow& saved : state.saved) {
    if (saved.aggregate() != plan_.block_aggregate) {
      std::vector<Value>& row = stream_rows_[saved.aggregate()];
      for (size_t k = 0; k < row.size(); ++k) row[k] = restored(saved, k);
      continue;
    }
    blocks_.push_back({&saved, instant_us(saved.slot(state.identity_value(), AggregatePlan::kStartTime))});
    for (const uint16_t slot : plan_.block_slots) columns_[slot].push_back(restored(saved, slot));
  }
  sort_by_start();
}

void WindowEvaluator::sort_by_start() {
  by_start_.resize(blocks_.size());
  std::iota(by_start_.begin(), by_start_.end(), 0u);
  const auto earlier = [&](uint32_t a, uint32_t b) { return blocks_[a].start_us < blocks_[b].start_us; };
  if (!std::is_sorted(by_start_.begin(), by_start_.end(), earlier)) {
    std::stable_sort(by_start_.begin(), by_start_.end(), earlier);
  }
  starts_.clear();
  for (const uint32_t i : by_start_) starts_.push_back(blocks_[i].start_us);
}

// Expressions see this block as the one at hand.
void WindowEvaluator::show_block(size_t index) {
  auto& row = stream_rows_[static_cast<size_t>(plan_.block_aggregate)];
  for (const uint16_t slot : plan_.block_slots) row[slot] = private_copy(columns_[slot][index]);
}

// Window rows at their defaults, for the next anchor.
void WindowEvaluator::reset_rows() {
  if (!rows_used_ && !has_containers_) return;
  rows_used_ = false;
  for (size_t i = 0; i < window_rows_.size(); ++i) {
    const auto& types = plan_.aggregates[i].aggregate.slot_types;
    for (size_t k = 0; k < types.size(); ++k) window_rows_[i][k] = default_value(types[k]);
    window_rows_[i][AggregatePlan::kIdentity] = meta_[0];
  }
}

// Whether a failed expression leaves the evaluation going: not when a budget was exceeded.
bool WindowEvaluator::goes_on() {
  if (machine_.error().type != Exc::kBudgetError) [[likely]]
    return true;
  return observer_ && observer_->exceeded(machine_.error());
}

bool WindowEvaluator::passes(const expr::Program* program, bool* pass) {
  *pass = true;
  if (!program) return true;
  Value result;
  if (!observer_ && expr::quick_result(program->shortcut, bases_.data(), &result) && result.is_bool()) {
    *pass = result.as_bool();
    return true;
  }
  if (!machine_.evaluate(*program, {bases_.data()}, &result) || !pylib::truthy(machine_, result, pass)) {
    *pass = false;
    return goes_on();
  }
  return true;
}

// False when the window holds no block, or fewer than it counts; the range is what there is.
bool WindowEvaluator::window_of(const WindowRange& window, int64_t start_us, Range* range) const {
  const auto first_not_before = [&](int64_t t) {
    return static_cast<size_t>(std::lower_bound(starts_.begin(), starts_.end(), t) - starts_.begin());
  };
  const auto first_after = [&](int64_t t) {
    return static_cast<size_t>(std::upper_bound(starts_.begin(), starts_.end(), t) - starts_.begin());
  };
  switch (window.type) {
    case WindowType::kAll: *range = {0, starts_.size()}; return starts_.size() > 1;
    case WindowType::kDay:
    case WindowType::kHour: {
      const int64_t other = saturating_add(start_us, window.length_us);
      *range = {first_after(std::min(start_us, other)), first_not_before(std::max(start_us, other))};
      return range->begin < range->end;
    }
    case WindowType::kCount: {
      const auto n = static_cast<size_t>(window.count < 0 ? -window.count : window.count);
      if (window.count < 0) {
        const size_t end = first_not_before(start_us);
        *range = {end < n ? 0 : end - n, end};
        if (end < n) return false;
      } else {
        const size_t begin = first_after(start_us);
        *range = {begin, std::min(begin + n, starts_.size())};
        if (starts_.size() - begin < n) return false;
      }
      return n > 0;
    }
  }
  return false;
}

// Fills the lists that a window's expressions read, for its range around this anchor. A list that nobody else
// holds is filled again.
void WindowEvaluator::list_blocks(size_t aggregate, size_t anchor) {
  const WindowAggregatePlan& a = plan_.aggregates[aggregate];
  const Range range = ranges_[aggregate];
  for (size_t k = 0; a.window && k < a.source_slots.size(); ++k) {
    Value& list = lists_[aggregate][k];
    if (list.kind() != Kind::kList || list.obj()->refs != 1) list = Value::adopt(new ListObj());
    std::vector<Value>& items = list.as<ListObj>()->items;
    const std::vector<Value>& column = columns_[a.source_slots[k]];
    items.clear();
    for (size_t b = range.begin; b < range.end; ++b) {
      if (by_start_[b] != anchor) items.push_back(private_copy(column[by_start_[b]]));
    }
  }
}

// Whether all of the window's reductions are of plain numbers, whose results are in reduced_ then.
bool WindowEvaluator::reduce(size_t aggregate, size_t anchor) {
  for (size_t i = 0; i < plan_.reductions.size(); ++i) {
    const expr::Reduction& reduction = plan_.reductions[i];
    if (reduction.base != first_list_ + aggregate) continue;
    if (!reduce(reduction, ranges_[aggregate], anchor, &reduced_[i])) return false;
  }
  return true;
}

bool WindowEvaluator::reduce(const expr::Reduction& reduction, Range range, size_t anchor,
                             Value* result) const {
  using How = expr::Reduction::How;
  constexpr size_t kRangeMax = 1 << 16;  // a longer list is charged to the expression's budget
  if (range.end - range.begin > kRangeMax) return false;
  const size_t aggregate = reduction.base - first_list_;
  const std::vector<Value>& column = columns_[plan_.aggregates[aggregate].source_slots[reduction.offset]];
  const auto all = [&](auto add) {
    for (size_t b = range.begin; b < range.end; ++b) {
      if (by_start_[b] != anchor && !add(column[by_start_[b]])) return false;
    }
    return true;
  };
  switch (reduction.how) {
    case How::kLen: {
      int64_t count = 0;
      all([&](const Value&) { return ++count, true; });
      *result = Value::integer(count);
      return true;
    }
    case How::kSum: {
      pylib::NumberSum sum;
      if (!all([&](const Value& item) { return sum.add(item); })) return false;
      *result = sum.result();
      return true;
    }
    case How::kMin:
    case How::kMax: {
      pylib::NumberChoice choice(reduction.how == How::kMin ? pylib::Compare::kLt : pylib::Compare::kGt);
      if (!all([&](const Value& item) { return choice.add(item); }) || !choice.best()) return false;
      *result = *choice.best();
      return true;
    }
  }
  return false;
}

bool WindowEvaluator::field(const FieldPlan& plan, const expr::Program& value, Value* slot) {
  const auto keep = [&](Kept cause) {
    if (observer_) observer_->kept(plan, cause, machine_.error());
    return goes_on();
  };
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) {
    if (observer_) observer_->kept(plan, Kept::kFiltered, machine_.error());
    return true;
  }
  if (assign_quickly(value.shortcut, plan.type, bases_.data(), slot)) return true;
  Value result;
  if (!machine_.evaluate(value, {bases_.data()}, &result)) return keep(Kept::kError);
  if (result.is_none()) return keep(Kept::kNone);
  machine_.clear_error();
  return assign_field(machine_, plan.type, std::move(result), slot) || keep(Kept::kCast);
}

bool WindowEvaluator::fields(size_t aggregate, size_t anchor) {
  const WindowAggregatePlan& plan = plan_.aggregates[aggregate];
  const bool reduced = reduce(aggregate, anchor);
  if (!reduced && !needs_lists_[aggregate]) list_blocks(aggregate, anchor);
  for (size_t i = 0; i < plan.aggregate.fields.size(); ++i) {
    const FieldPlan& f = plan.aggregate.fields[i];
    const expr::Program& value = reduced && plan.reduced[i] ? *plan.reduced[i] : *f.value;
    if (!field(f, value, &window_rows_[aggregate][f.slot])) return false;
  }
  return true;
}

void WindowEvaluator::tell_window(const WindowAggregatePlan& plan, Range range, size_t anchor) {
  std::vector<Value> starts;
  for (size_t b = range.begin; b < range.end; ++b) {
    if (by_start_[b] == anchor) continue;
    starts.push_back(blocks_[by_start_[b]].saved->slot(meta_[0], AggregatePlan::kStartTime));
  }
  observer_->window(plan, starts);
}

// All windows are checked before any field is computed. *complete is false when one drops the row.
bool WindowEvaluator::aggregates(size_t anchor, bool* complete) {
  *complete = false;
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const auto& window = plan_.aggregates[i].window;
    if (!window) continue;
    const bool filled = window_of(*window, blocks_[anchor].start_us, &ranges_[i]);
    if (observer_) tell_window(plan_.aggregates[i], ranges_[i], anchor);
    if (!filled) return true;
  }
  rows_used_ = true;
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const AggregatePlan& a = plan_.aggregates[i].aggregate;
    if (needs_lists_[i]) list_blocks(i, anchor);
    bool pass;
    if (!passes(a.when.get(), &pass)) return false;
    if (!pass && observer_) observer_->passed_by(&a, PassedBy::kFiltered, machine_.error());
    if (pass && !fields(i, anchor)) return false;
  }
  *complete = true;
  return true;
}

void WindowEvaluator::add_row(WindowRows* rows) const {
  if (has_maps_)
    rows->add_named();
  else
    rows->add(column_names_);
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const AggregatePlan& a = plan_.aggregates[i].aggregate;
    for (size_t k = 0; k < a.slot_count(); ++k) {
      const Value& v = window_rows_[i][k];
      if (has_maps_)
        spread(a.name, a.slot_names[k], v, rows);
      else
        rows->put(v);
    }
  }
}

// Anchor.Max: of the rows that would be given, those with the smallest keyed hash, in their order.
void WindowEvaluator::sample(const KeyState& state, const std::vector<size_t>& anchors,
                             WindowRows* rows) const {
  if (!plan_.max || rows->size() <= static_cast<size_t>(*plan_.max)) return;
  const AggregatePlan& plan = stream_.aggregates[static_cast<size_t>(plan_.block_aggregate)];
  std::vector<std::pair<uint64_t, size_t>> order;
  for (size_t i = 0; i < rows->size(); ++i) {
    const std::vector<Value> block = state.unpack(*blocks_[anchors[i]].saved);
    order.emplace_back(sample_hash(seed_, key_text(state.identity(), plan, block.data())), i);
  }
  std::sort(order.begin(), order.end());
  order.resize(static_cast<size_t>(*plan_.max));
  std::vector<size_t> kept;
  kept.reserve(order.size());
  for (const auto& [hash, row] : order) kept.push_back(row);
  std::sort(kept.begin(), kept.end());
  for (size_t i = 0; observer_ && i < rows->size(); ++i) {
    if (!std::binary_search(kept.begin(), kept.end(), i))
      observer_->left_out(state.unpack(*blocks_[anchors[i]].saved).data());
  }
  rows->keep(kept);
}

// Whether the block at hand gives a row, whose fields are computed then; the false return is for budgets.
bool WindowEvaluator::judge(size_t block, Anchor* outcome) {
  bool pass;
  *outcome = Anchor::kNone;
  if (!passes(plan_.condition.get(), &pass)) return false;
  if (!pass) return true;
  *outcome = Anchor::kFiltered;
  if (!passes(plan_.when.get(), &pass)) return false;
  if (!pass) return true;
  bool complete;
  if (!aggregates(block, &complete)) return false;
  *outcome = complete ? Anchor::kRow : Anchor::kShort;
  return true;
}

bool WindowEvaluator::evaluate(const KeyState& state, WindowRows* rows) {
  prepare(state);
  std::vector<size_t> anchors;
  for (size_t block = 0; block < blocks_.size(); ++block) {
    show_block(block);
    reset_rows();
    Anchor outcome;
    if (!judge(block, &outcome)) return false;
    if (outcome == Anchor::kRow) {
      add_row(rows);
      anchors.push_back(block);
    }
    if (observer_) {
      const std::optional<WindowRow> row =
          outcome == Anchor::kRow ? std::optional(rows->back()) : std::nullopt;
      observer_->anchor(state.unpack(*blocks_[block].saved).data(), outcome, machine_.error(),
                        row ? &*row : nullptr);
    }
  }
  sample(state, anchors, rows);
  return true;
}

}  // namespace headrace
