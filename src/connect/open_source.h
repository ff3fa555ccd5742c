// Where `transform` and its kin read events: files of any supported format as one EventSource.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "connect/event_reader.h"
#include "connect/run_metadata.h"
#include "io/event_source.h"

namespace headrace {

struct SourceOptions {
  // Files, patterns and folders (input_paths.h), in order; "-" is standard input. Events of equal time keep
  // this order.
  std::vector<std::string> paths;
  DataProcessor processor = DataProcessor::kSimple;
  std::string format = {};  // json, csv, parquet or arrow; empty: each file as its content says
  std::vector<std::string> csv_types = {};  // "column:type", several in one where commas part them
  size_t batch_events = 1024;               // how many events a batch holds; changes no result
  InputDigest* digest = nullptr;  // takes all bytes read, in order; may be null, else outlives the source
};

// Nothing is opened yet but folders. Paths that stand for no file, and options that mean nothing, are errors.
Result<std::unique_ptr<EventSource>> open_source(const SourceOptions& options, const Projection& projection);

}  // namespace headrace
