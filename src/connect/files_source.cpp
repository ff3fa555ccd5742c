#include "connect/files_source.h"

#include <sys/stat.h>

#include "connect/columnar/columnar_reader.h"
#include "connect/json_lines_reader.h"
#include "connect/json_values_reader.h"

namespace headrace {
namespace {

// 0 where it is not known, as of a pipe.
uint64_t total_bytes(const std::vector<std::string>& files) {
  uint64_t total = 0;
  for (const std::string& file : files) {
    struct stat info;
    if (file == "-" || ::stat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return 0;
    total += static_cast<uint64_t>(info.st_size);
  }
  return total;
}

}  // namespace

FilesSource::FilesSource(Settings settings, Projection projection)
    : settings_(std::move(settings)),
      projection_(std::move(projection)),
      decoder_(settings_.processor, projection_),
      bytes_total_(total_bytes(settings_.files)) {
  settings_.open.bytes_read = &bytes_read_;
}

Result<std::unique_ptr<EventReader>> FilesSource::open_next() {
  Result<OpenedFile> file = open_file(settings_.files[next_file_], next_file_, settings_.open);
  if (!file) return file.error();
  ++next_file_;
  using Reader = std::unique_ptr<EventReader>;
  switch (file->format) {
    case SourceFormat::kJsonLines:
      return Reader(std::make_unique<JsonLinesReader>(*std::move(file), decoder_));
    case SourceFormat::kJsonValues:
      return Reader(std::make_unique<JsonValuesReader>(*std::move(file), decoder_));
    case SourceFormat::kCsv:
      if (settings_.processor == DataProcessor::kIpfix) break;
      return Reader(std::make_unique<CsvReader>(*std::move(file), projection_, settings_.csv_types));
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

Result<bool> FilesSource::read(EventBatch* batch, std::vector<SkippedEvent>* skipped) {
  batch->clear();
  batch->width = projection_.width();
  batch->slots.reserve(settings_.batch_events * batch->width);
  EventRows rows(projection_, settings_.batch_events, batch, skipped);
  while (!rows.full()) {
    if (!reader_) {
      if (next_file_ == settings_.files.size()) {
        if (Status s = check_csv_types(); !s) return s.error();
        return false;
      }
      Result<std::unique_ptr<EventReader>> opened = open_next();
      if (!opened) return opened.error();
      reader_ = *std::move(opened);
    }
    Result<bool> more = reader_->read(rows);
    if (!more) return more.error();
    if (!*more) reader_.reset();
  }
  return true;
}

}  // namespace headrace
