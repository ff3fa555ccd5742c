#include "connect/files_source.h"

#include <sys/stat.h>

#include <optional>

#include "connect/columnar/columnar_reader.h"
#include "connect/json_lines_reader.h"
#include "connect/json_values_reader.h"

namespace headrace {
namespace {

// The size of a regular file; nothing for a pipe or what is not there.
std::optional<uint64_t> regular_size(const std::string& file) {
  struct stat info;
  if (file == "-" || ::stat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return static_cast<uint64_t>(info.st_size);
}

}  // namespace

FilesSource::FilesSource(Settings settings, Projection projection)
    : settings_(std::move(settings)),
      projection_(std::move(projection)),
      decoders_(settings_.processor, projection_),
      all_regular_(true) {
  for (const std::string& file : settings_.files) {
    const std::optional<uint64_t> size = regular_size(file);
    all_regular_ = all_regular_ && size;
    bytes_total_ += size.value_or(0);
  }
  if (!all_regular_) bytes_total_ = 0;
  settings_.open.bytes_read = &bytes_read_;
  if (!settings_.open.digest) settings_.open.digest = &own_digest_;
}

Status FilesSource::rewind() {
  HEADRACE_CHECK(all_regular_ && next_file_ == settings_.files.size() && !reader_);
  again_ = std::make_unique<InputDigest>();
  settings_.open.digest = again_.get();
  next_file_ = 0;
  bytes_read_ = 0;
  return Ok{};
}

Result<std::unique_ptr<EventReader>> FilesSource::open_next() {
  if (again_) {
    const uint64_t begin = next_file_ == 0 ? 0 : ends_[next_file_ - 1].bytes;
    settings_.open.bytes_max = ends_[next_file_].bytes - begin;
  }
  Result<OpenedFile> file = open_file(settings_.files[next_file_], next_file_, settings_.open);
  if (!file) return file.error();
  ++next_file_;
  using Reader = std::unique_ptr<EventReader>;
  switch (file->format) {
    case SourceFormat::kJsonLines:
      return Reader(std::make_unique<JsonLinesReader>(*std::move(file), decoders_));
    case SourceFormat::kJsonValues:
      return Reader(std::make_unique<JsonValuesReader>(*std::move(file), decoders_));
    case SourceFormat::kCsv:
      if (settings_.processor == DataProcessor::kIpfix) break;
      return Reader(std::make_unique<CsvReader>(*std::move(file), settings_.csv_types));
    case SourceFormat::kParquet:
    case SourceFormat::kArrowFile:
    case SourceFormat::kArrowStream:
      if (settings_.processor == DataProcessor::kIpfix) break;
      return columnar::ColumnarReader::open(*std::move(file), projection_);
  }
  return Error{ErrorKind::kInput, "IPFIX messages come as JSON, and this file is none", file->path, "",
               false};
}

Status FilesSource::check_csv_types() const {
  for (const auto& [name, column] : settings_.csv_types.columns) {
    if (column.seen) continue;
    return Error{ErrorKind::kInput, "no CSV file has a column '" + name + "'", "--csv-types", "", false};
  }
  return Ok{};
}

Status FilesSource::end_file() {
  reader_.reset();
  const FileEnd end = {settings_.open.digest->bytes(), settings_.open.digest->value()};
  if (!again_) {
    ends_.push_back(end);
    return Ok{};
  }
  const size_t file = next_file_ - 1;
  if (end == ends_[file]) return Ok{};
  return Error{ErrorKind::kOutside, "the input changed while it was read", settings_.files[file],
               "events that are not in time order are read twice; run again when the files are at rest",
               false};
}

Result<bool> FilesSource::next(std::unique_ptr<EventPiece>* piece) {
  for (;;) {
    if (!reader_) {
      if (next_file_ == settings_.files.size()) {
        if (Status s = check_csv_types(); !s) return s.error();
        return false;
      }
      Result<std::unique_ptr<EventReader>> opened = open_next();
      if (!opened) return opened.error();
      reader_ = *std::move(opened);
    }
    const Result<bool> more = reader_->next({projection_, settings_.batch_events}, piece);
    if (!more || *more) return more;
    if (Status s = end_file(); !s) return s.error();
  }
}

}  // namespace headrace
