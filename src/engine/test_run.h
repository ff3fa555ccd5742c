// For tests: specs, events and rows as short texts.
//
// Specs read events with the keys id and time, and what else they ask for. An event is a line "who when
// {more}", its time a day of January 2026 and a clock: a 1T10:30 {"x": 1}.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "data/json_parser.h"
#include "data/json_projector.h"
#include "data/json_write.h"
#include "data/object.h"
#include "engine/batch.h"
#include "io/event_source.h"
#include "plan/compile_plan.h"
#include "spec/load.h"

namespace headrace::test {

inline const std::string kStreamHead =
    "Type: Blurr:Transform:Streaming\n"
    "Version: '2018-03-01'\n"
    "Name: S\n"
    "Import: [{Module: dateutil.parser, Identifiers: [parse]}]\n"
    "Identity: source.id\n"
    "Time: parse(source.time)\n"
    "Stores: [{Type: Blurr:Store:Memory, Name: memory}]\n";
inline const std::string kWindowHead =
    "Type: Blurr:Transform:Window\n"
    "Version: '2018-03-01'\n"
    "Name: W\n"
    "SourceBTS: S\n";

struct Plans {
  SourceFiles files;
  SpecSet specs;
  const StreamingSpec* spec = nullptr;
  std::unique_ptr<StreamPlan> stream;
  std::unique_ptr<WindowPlan> window;  // null without a window spec
};

// A spec that is wrong ends the test program with what is wrong.
inline Plans compile(const std::string& stream, const std::string& window = "") {
  Plans plans;
  plans.files.push_back(std::make_shared<SourceFile>("stream.yml", stream));
  if (!window.empty()) plans.files.push_back(std::make_shared<SourceFile>("window.yml", window));
  Diagnostics diagnostics;
  plans.specs = load_specs(plans.files, diagnostics);
  if (!diagnostics.has_errors()) {
    plans.spec = &std::get<StreamingSpec>(plans.specs.specs[0]);
    plans.stream = compile_stream(*plans.spec, nullptr, diagnostics);
  }
  if (plans.stream && !window.empty()) {
    plans.window = compile_window(std::get<WindowSpec>(plans.specs.specs[1]), *plans.spec, *plans.stream,
                                  nullptr, diagnostics);
  }
  if (diagnostics.has_errors()) {
    std::fputs(to_text(diagnostics).c_str(), stderr);
    std::abort();
  }
  return plans;
}

inline std::string event_json(const std::string& line) {
  std::istringstream in(line);
  std::string who, when, more;
  in >> who >> when;
  std::getline(in, more);
  const size_t brace = more.find('{');
  std::string json =
      R"({"id": ")" + who + R"(", "time": "2026-01-)" + (when.find('T') == 1 ? "0" : "") + when + R"(:00Z")";
  if (brace == std::string::npos || more.find('"') == std::string::npos) return json + "}";
  return json + ", " + more.substr(brace + 1);
}

// Events of one file, a line each, in batches of `batch_rows`. A line that begins with '!' is no event.
class LinesSource final : public EventSource {
 public:
  LinesSource(const std::string& lines, Projection projection, size_t batch_rows = 3, bool can_rewind = true)
      : projection_(std::move(projection)), batch_rows_(batch_rows), can_rewind_(can_rewind) {
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);)
      if (line.find_first_not_of(' ') != std::string::npos) lines_.push_back(line);
  }

  Result<bool> next(std::unique_ptr<EventPiece>* piece) override {
    if (next_ == lines_.size()) return false;
    const size_t begin = next_;
    next_ = std::min(lines_.size(), begin + batch_rows_);
    *piece = std::make_unique<Piece>(*this, begin, next_);
    return true;
  }
  const std::vector<std::string>& files() const override { return files_; }
  bool can_rewind() const override { return can_rewind_; }
  Status rewind() override {
    next_ = 0;
    return Ok{};
  }

 private:
  class Piece final : public EventPiece {
   public:
    Piece(const LinesSource& source, size_t begin, size_t end) : source_(source), begin_(begin), end_(end) {}
    Status decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) override {
      batch->width = source_.projection_.width();
      for (size_t i = begin_; i < end_; ++i) {
        const std::string& line = source_.lines_[i];
        const EventPlace place{0, i + 1};
        if (line[0] == '!') {
          skipped->push_back({place, "not a JSON object", "", line});
          continue;
        }
        batch->places.push_back(place);
        if (batch->slots.size() < batch->size() * batch->width)
          batch->slots.resize(batch->size() * batch->width);
        Value* const row = batch->row(batch->size() - 1);
        std::fill_n(row, batch->width, Value());
        source_.fill(event_json(line), row);
      }
      return Ok{};
    }

   private:
    const LinesSource& source_;
    size_t begin_, end_;
  };

  void fill(const std::string& json, Value* row) const {
    JsonError error;
    JsonProjector projector(projection_.keys, projection_.strict);
    HEADRACE_CHECK(projector.read(json, row + projection_.first_key_slot, &error));
    if (!projection_.whole_record) return;
    HEADRACE_CHECK(parse_json(json, &row[projection_.record_slot], &error));
    const Value& record = row[projection_.record_slot];
    record.obj()->flavor = Flavor::kRecord;
    for (size_t i = 0; i < projection_.keys.size(); ++i) {
      const DictEntry* const e = record.as<DictObj>()->table.find(Value::string(projection_.keys[i]));
      if (e) row[projection_.first_key_slot + i] = e->value;
    }
  }

  Projection projection_;
  size_t batch_rows_;
  bool can_rewind_;
  std::vector<std::string> lines_;
  std::vector<std::string> files_ = {"events"};
  size_t next_ = 0;
};

inline std::string value_text(const Value& v) {
  std::string out;
  append_json(v, &out);
  return out;
}

// "a/session//2026-01-01T10:00:00+00:00 n=1 names=["x"]": the key, then the spec's own fields.
inline std::string row_text(const StreamPlan& plan, const KeyState& state, const SavedRow& row) {
  const AggregatePlan& aggregate = plan.aggregates[row.aggregate()];
  const std::vector<Value> slots = state.unpack(row);
  std::string out = key_text(state.identity(), aggregate, slots.data());
  for (size_t i = 0; i < aggregate.slot_count(); ++i) {
    if (aggregate.slot_names[i][0] == '_') continue;
    out += " " + aggregate.slot_names[i] + "=" + value_text(slots[i]);
  }
  return out + "\n";
}

inline std::string row_text(const WindowRow& row) {
  std::string out;
  for (const auto& [name, value] : row) {
    if (name.ends_with("._identity")) continue;
    out += (out.empty() ? "" : " ") + name + "=" + value_text(value);
  }
  return out + "\n";
}

// Rows as text, in the order in which they are written.
class TextSink final : public ResultSink {
 public:
  TextSink(const StreamPlan& plan, bool windows) : plan_(plan), windows_(windows) {}

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override {
    auto chunk = std::make_unique<TextChunk>();
    for (const IdentityResult& r : results) {
      for (const SavedRow& row : r.state->saved)
        if (!windows_) chunk->text += row_text(plan_, *r.state, row);
      for (const WindowRow row : r.rows)
        chunk->text += std::string(r.state->identity()) + ": " + row_text(row);
    }
    return chunk;
  }
  Status write(std::unique_ptr<Chunk> chunk) override {
    text += static_cast<TextChunk&>(*chunk).text;
    return Ok{};
  }
  Status finish() override {
    finished = true;
    return Ok{};
  }

  std::string text;
  bool finished = false;

 private:
  struct TextChunk final : Chunk {
    std::string text;
  };
  const StreamPlan& plan_;
  bool windows_;
};

// What a run prints; an error's message and hint where it fails.
inline std::string run(const Plans& plans, const std::string& events, const BatchOptions& options = {}) {
  LinesSource source(events, projection_of(*plans.stream, false));
  TextSink sink(*plans.stream, plans.window != nullptr);
  const Result<BatchStats> stats = run_batch(*plans.stream, plans.window.get(), source, sink, options);
  if (!stats) return "error: " + stats.error().message + "\n";
  HEADRACE_CHECK(sink.finished);
  return sink.text;
}

}  // namespace headrace::test
