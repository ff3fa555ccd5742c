// Where `transform` and its kin read events: files of any supported format as one EventSource.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "connect/ndjson_source.h"
#include "io/event_source.h"

namespace headrace {

struct SourceOptions {
  std::vector<std::string> paths;  // in order; ties in event time fall in this order
  DataProcessor processor = DataProcessor::kSimple;
};

Result<std::unique_ptr<EventSource>> open_source(const SourceOptions& options, const Projection& projection);

}  // namespace headrace
