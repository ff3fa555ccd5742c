#include "cli/state_files.h"

#include "connect/file_sink.h"
#include "connect/file_stream.h"
#include "state/spec_meaning.h"

namespace headrace::cli {

Result<StateFile> open_state_file(const std::string& path) {
  Result<std::string> bytes = read_file(path);
  if (!bytes) return bytes.error();
  return StateFile::open(*std::move(bytes), path);
}

Status StateFiles::open(const std::string& in_path, const std::string& out_path, const StreamingSpec& spec,
                        const StreamPlan& plan) {
  const Value meaning = meaning_of(spec);
  if (!in_path.empty()) {
    Result<StateFile> file = open_state_file(in_path);
    if (!file) return file.error();
    if (Status s = file->check_spec(meaning); !s) return s;
    in_ = std::make_unique<StateFile>(*std::move(file));
  }
  if (!out_path.empty()) {
    Result<std::unique_ptr<ByteSink>> file = open_file_sink(out_path);
    if (!file) return file.error();
    file_ = *std::move(file);
    out_ = std::make_unique<StateSink>(plan, meaning, *file_);
  }
  return Ok{};
}

}  // namespace headrace::cli
