#include "connect/json_lines_sink.h"

#include <cerrno>
#include <cstring>

#include "data/json_write.h"

namespace headrace {
namespace {

struct TextChunk final : ResultSink::Chunk {
  std::string text;
};

void append_block(const StreamPlan& plan, const KeyState& state, const SavedRow& row, std::string* out) {
  const AggregatePlan& aggregate = plan.aggregates[row.aggregate];
  out->append("[");
  append_json_string(key_text(state.identity, aggregate.name, row.key), out);
  out->append(", {");
  for (size_t i = 0; i < row.slots.size(); ++i) {
    if (i) out->append(", ");
    append_json_string(aggregate.slot_names[i], out);
    out->append(": ");
    append_json(row.slots[i], out);
  }
  out->append("}]\n");
}

void append_rows(const IdentityResult& result, std::string* out) {
  out->append("[");
  append_json_string(result.state.identity, out);
  out->append(", [");
  for (size_t r = 0; r < result.rows.size(); ++r) {
    out->append(r ? ", {" : "{");
    bool first = true;
    for (const auto& [name, value] : result.rows[r]) {
      if (!first) out->append(", ");
      first = false;
      append_json_string(name, out);
      out->append(": ");
      append_json(value, out);
    }
    out->append("}");
  }
  out->append("]]\n");
}

}  // namespace

std::unique_ptr<ResultSink::Chunk> JsonLinesSink::encode(std::vector<IdentityResult> results) const {
  auto chunk = std::make_unique<TextChunk>();
  for (const IdentityResult& r : results) {
    if (window_) {
      append_rows(r, &chunk->text);
      continue;
    }
    for (const SavedRow& row : r.state.saved) append_block(stream_, r.state, row, &chunk->text);
  }
  return chunk;
}

Status JsonLinesSink::write(std::unique_ptr<Chunk> chunk) {
  const std::string& text = static_cast<TextChunk&>(*chunk).text;
  if (std::fwrite(text.data(), 1, text.size(), out_) == text.size()) return Ok{};
  return Error{ErrorKind::kOutside, std::string("cannot write: ") + std::strerror(errno), "<stdout>", "",
               false};
}

Status JsonLinesSink::finish() {
  if (std::fflush(out_) == 0) return Ok{};
  return Error{ErrorKind::kOutside, std::string("cannot write: ") + std::strerror(errno), "<stdout>", "",
               false};
}

}  // namespace headrace
