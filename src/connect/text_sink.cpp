#include "connect/text_sink.h"

#include <algorithm>

#include "connect/csv_rows.h"
#include "connect/json_rows.h"

namespace headrace {
namespace {

struct TextChunk final : ResultSink::Chunk {
  struct Part {
    std::string text;
    uint64_t rows = 0;
  };
  std::vector<Part> parts;  // one for each file
};

}  // namespace

TextSink::TextSink(const StreamPlan& stream, const WindowPlan* window, OutputFormat format, OutputFiles files,
                   std::vector<size_t> file_of_aggregate)
    : stream_(stream),
      window_(window),
      format_(format),
      files_(std::move(files)),
      file_of_aggregate_(std::move(file_of_aggregate)) {
  for (const size_t file : file_of_aggregate_) file_count_ = std::max(file_count_, file + 1);
}

std::unique_ptr<ResultSink::Chunk> TextSink::encode(std::span<const IdentityResult> results) const {
  auto chunk = std::make_unique<TextChunk>();
  chunk->parts.resize(file_count_);
  for (const IdentityResult& result : results) {
    if (window_) {
      append_rows_line(result, &chunk->parts[0].text);
      chunk->parts[0].rows += result.rows.size();
      continue;
    }
    for (const SavedRow& row : result.state->saved) {
      TextChunk::Part& part = chunk->parts[file_of_aggregate_[row.aggregate()]];
      ++part.rows;
      if (format_ == OutputFormat::kCsv)
        append_block_row(stream_.aggregates[row.aggregate()], result.state->unpack(row), &part.text);
      else
        append_block_line(stream_, *result.state, row, &part.text);
    }
  }
  return chunk;
}

Status TextSink::write_headers() {
  begun_ = true;
  if (format_ != OutputFormat::kCsv) return Ok{};
  for (size_t i = 0; i < stream_.aggregates.size(); ++i) {
    if (!stream_.aggregates[i].stored) continue;
    std::string header;
    append_block_header(stream_.aggregates[i], &header);
    if (Status s = files_.write(file_of_aggregate_[i], header, 0); !s) return s;
  }
  return Ok{};
}

Status TextSink::write(std::unique_ptr<Chunk> chunk) {
  if (!begun_) {
    if (Status s = write_headers(); !s) return s;
  }
  const auto& parts = static_cast<TextChunk&>(*chunk).parts;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].text.empty()) continue;
    if (Status s = files_.write(i, parts[i].text, parts[i].rows); !s) return s;
  }
  return Ok{};
}

Status TextSink::finish() {
  if (!begun_) {
    if (Status s = write_headers(); !s) return s;
  }
  return files_.finish();
}

}  // namespace headrace
