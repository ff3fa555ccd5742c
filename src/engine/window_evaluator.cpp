#include "engine/window_evaluator.h"

#include <algorithm>

#include "base/hash.h"
#include "data/number_text.h"
#include "engine/field_value.h"
#include "pylib/api.h"

namespace headrace {
namespace {

bool is_container(FieldType type) {
  return type == FieldType::kMap || type == FieldType::kList || type == FieldType::kSet;
}

// As JSON names a key of the kinds that it has; of others, what str() makes of them.
std::string key_name(Context& cx, const Value& key) {
  std::string out;
  if (key.is_str())
    out = std::string(key.str());
  else if (key.is_bool())
    out = key.as_bool() ? "true" : "false";
  else if (key.is_none())
    out = "null";
  else if (key.is_float())
    append_float(key.as_float(), &out);
  else if ((key.kind() != Kind::kInt || !append_int(key, &out)) && !pylib::append_str(cx, key, &out))
    out = type_name(key);
  return out;
}

// A map spreads into columns named by the nearest name and the key, recursively; an empty one gives none.
void spread(Context& cx, const std::string& prefix, const std::string& name, const Value& v, WindowRows* rows,
            int depth = 0) {
  if (v.kind() != Kind::kDict || depth > kMaxNesting) return rows->put(prefix + "." + name, v);
  const auto& table = v.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    const DictEntry& e = table.entry(i);
    if (e.hash != 0) spread(cx, name, key_name(cx, e.key), e.value, rows, depth + 1);
  }
}

}  // namespace

WindowEvaluator::WindowEvaluator(const StreamPlan& stream, const WindowPlan& plan, expr::Machine& machine,
                                 uint64_t seed)
    : stream_(stream),
      plan_(plan),
      evaluate_(machine),
      seed_(seed),
      blocks_(stream.aggregates[static_cast<size_t>(plan.block_aggregate)], plan.block_slots),
      meta_(1) {
  for (const AggregatePlan& a : stream.aggregates) {
    stream_rows_.emplace_back(a.slot_count());
    stream_defaults_.emplace_back(a.slot_types);
  }
  for (const WindowAggregatePlan& a : plan.aggregates) {
    window_rows_.emplace_back(a.aggregate.slot_count());
    window_defaults_.emplace_back(a.aggregate.slot_types);
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
  anchors_.clear();
  meta_[0] = state.identity_value();
  rows_used_ = true;
  for (size_t i = 0; i < stream_rows_.size(); ++i) stream_defaults_[i].put(stream_rows_[i].data());
  for (const SavedRow& saved : state.saved) {
    if (saved.aggregate() == plan_.block_aggregate) {
      blocks_.add(saved, meta_[0]);
      continue;
    }
    std::vector<Value>& row = stream_rows_[saved.aggregate()];
    for (size_t k = 0; k < row.size(); ++k) {
      row[k] = saved.slot(meta_[0], k);
      restore_field(stream_.aggregates[saved.aggregate()].slot_types[k], &row[k]);
    }
  }
  blocks_.sort();
}

// Expressions see this block as the one at hand.
void WindowEvaluator::show_block(size_t index) {
  auto& row = stream_rows_[static_cast<size_t>(plan_.block_aggregate)];
  for (const uint16_t slot : plan_.anchor_slots) row[slot] = blocks_.copy(slot, index);
}

// Window rows at their defaults, for the next anchor.
void WindowEvaluator::reset_rows() {
  if (!rows_used_ && !has_containers_) return;
  rows_used_ = false;
  for (size_t i = 0; i < window_rows_.size(); ++i) {
    window_defaults_[i].put(window_rows_[i].data());
    window_rows_[i][AggregatePlan::kIdentity] = meta_[0];
  }
}

// Fills the lists that a window's expressions read, for its range around this anchor. A list that nobody else
// holds is filled again.
void WindowEvaluator::list_blocks(size_t aggregate, size_t anchor) {
  const WindowAggregatePlan& a = plan_.aggregates[aggregate];
  for (size_t k = 0; a.window && k < a.source_slots.size(); ++k) {
    Value& list = lists_[aggregate][k];
    if (list.kind() != Kind::kList || list.obj()->refs != 1) list = Value::adopt(new ListObj());
    blocks_.list(a.source_slots[k], ranges_[aggregate], anchor, &list.as<ListObj>()->items);
  }
}

// Whether all of the window's reductions are of plain numbers, whose results are in reduced_ then.
bool WindowEvaluator::reduce(size_t aggregate, size_t anchor) {
  for (size_t i = 0; i < plan_.reductions.size(); ++i) {
    const expr::Reduction& reduction = plan_.reductions[i];
    if (reduction.base != first_list_ + aggregate) continue;
    const uint16_t slot = plan_.aggregates[aggregate].source_slots[reduction.offset];
    if (!blocks_.reduce(reduction.how, slot, ranges_[aggregate], anchor, &reduced_[i])) return false;
  }
  return true;
}

bool WindowEvaluator::fields(size_t aggregate, size_t anchor) {
  const WindowAggregatePlan& plan = plan_.aggregates[aggregate];
  const bool reduced = reduce(aggregate, anchor);
  if (!reduced && !needs_lists_[aggregate]) list_blocks(aggregate, anchor);
  for (size_t i = 0; i < plan.aggregate.fields.size(); ++i) {
    const FieldPlan& f = plan.aggregate.fields[i];
    const expr::Program& value = reduced && plan.reduced[i] ? *plan.reduced[i] : *f.value;
    bool changed;
    if (!evaluate_.assign(f, value, bases_.data(), &window_rows_[aggregate][f.slot], &changed)) return false;
  }
  return true;
}

void WindowEvaluator::tell_window(const WindowAggregatePlan& plan, WindowBlocks::Range range, size_t anchor) {
  std::vector<Value> starts;
  for (size_t b = range.begin; b < range.end; ++b) {
    const size_t block = blocks_.block_at(b);
    if (block != anchor) starts.push_back(blocks_.saved(block).slot(meta_[0], AggregatePlan::kStartTime));
  }
  evaluate_.observer()->window(plan, starts);
}

// All windows are checked before any field is computed. *complete is false when one drops the row.
bool WindowEvaluator::aggregates(size_t anchor, bool* complete) {
  *complete = false;
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const auto& window = plan_.aggregates[i].window;
    if (!window) continue;
    const bool filled = blocks_.find(*window, blocks_.start_us(anchor), &ranges_[i]);
    if (evaluate_.observer()) tell_window(plan_.aggregates[i], ranges_[i], anchor);
    if (!filled) return true;
  }
  rows_used_ = true;
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const AggregatePlan& a = plan_.aggregates[i].aggregate;
    if (needs_lists_[i]) list_blocks(i, anchor);
    bool pass;
    if (!passes(a.when.get(), &pass)) return false;
    if (EvaluationObserver* const observer = evaluate_.observer(); observer && !pass)
      observer->passed_by(&a, PassedBy::kFiltered, evaluate_.machine().error());
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
        spread(evaluate_.machine(), a.name, a.slot_names[k], v, rows);
      else
        rows->put(v);
    }
  }
}

// Anchor.Max: of the rows that would be given, those with the smallest keyed hash, in their order.
void WindowEvaluator::sample(const KeyState& state, WindowRows* rows) const {
  if (!plan_.max || rows->size() <= static_cast<size_t>(*plan_.max)) return;
  const AggregatePlan& plan = stream_.aggregates[static_cast<size_t>(plan_.block_aggregate)];
  std::vector<std::pair<uint64_t, size_t>> order;
  for (size_t i = 0; i < rows->size(); ++i) {
    const std::vector<Value> block = state.unpack(blocks_.saved(anchors_[i]));
    order.emplace_back(sample_hash(seed_, key_text(state.identity(), plan, block.data())), i);
  }
  std::sort(order.begin(), order.end());
  order.resize(static_cast<size_t>(*plan_.max));
  std::vector<size_t> kept;
  kept.reserve(order.size());
  for (const auto& [hash, row] : order) kept.push_back(row);
  std::sort(kept.begin(), kept.end());
  EvaluationObserver* const observer = evaluate_.observer();
  for (size_t i = 0; observer && i < rows->size(); ++i) {
    if (!std::binary_search(kept.begin(), kept.end(), i))
      observer->left_out(state.unpack(blocks_.saved(anchors_[i])).data());
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
  EvaluationObserver* const observer = evaluate_.observer();
  for (size_t block = 0; block < blocks_.size(); ++block) {
    show_block(block);
    reset_rows();
    Anchor outcome;
    if (!judge(block, &outcome)) return false;
    if (outcome == Anchor::kRow) {
      add_row(rows);
      if (plan_.max) anchors_.push_back(block);
    }
    if (observer) {
      const std::optional<WindowRow> row =
          outcome == Anchor::kRow ? std::optional(rows->back()) : std::nullopt;
      observer->anchor(state.unpack(blocks_.saved(block)).data(), outcome, evaluate_.machine().error(),
                       row ? &*row : nullptr);
    }
  }
  sample(state, rows);
  return true;
}

}  // namespace headrace
