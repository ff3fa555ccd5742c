#include "connect/open_source.h"

#include "connect/files_source.h"
#include "connect/input_paths.h"

namespace headrace {
namespace {

Status add_csv_types(const std::string& list, CsvTypes* types) {
  for (size_t begin = 0; begin < list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    const std::string item = list.substr(begin, end - begin);
    const size_t colon = item.rfind(':');
    const std::optional<CsvType> type =
        colon == std::string::npos ? std::nullopt : csv_type_of(std::string_view(item).substr(colon + 1));
    if (!type) {
      return Error{ErrorKind::kUsage, "'" + item + "' gives no column a type", "--csv-types",
                   "write COLUMN:TYPE; types are integer, float, boolean, string and json", false};
    }
    types->columns[item.substr(0, colon)] = {*type, true};
    begin = end + 1;
  }
  return Ok{};
}

}  // namespace

Result<std::unique_ptr<EventSource>> open_source(const SourceOptions& options, const Projection& projection) {
  if (options.paths.empty()) {
    return Error{ErrorKind::kUsage, "no events were given", "",
                 "name files, folders or patterns; - is standard input", false};
  }
  FilesSource::Settings settings;
  if (!options.format.empty()) {
    settings.open.format = source_format_of(options.format);
    if (!settings.open.format) {
      return Error{ErrorKind::kUsage, "'" + options.format + "' is no input format", "--input-format",
                   "formats are json, csv, parquet and arrow", false};
    }
  }
  for (const std::string& list : options.csv_types) {
    if (Status s = add_csv_types(list, &settings.csv_types); !s) return s.error();
  }
  Result<InputPaths> paths = expand_paths(options.paths);
  if (!paths) return paths.error();
  settings.files = std::move(paths->files);
  settings.left_out = std::move(paths->left_out);
  settings.processor = options.processor;
  settings.batch_events = std::max<size_t>(options.batch_events, 1);
  settings.open.digest = options.digest;
  return std::unique_ptr<EventSource>(std::make_unique<FilesSource>(std::move(settings), projection));
}

}  // namespace headrace
