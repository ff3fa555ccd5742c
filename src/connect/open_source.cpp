#include "connect/open_source.h"

namespace headrace {

Result<std::unique_ptr<EventSource>> open_source(const SourceOptions& options, const Projection& projection) {
  return std::unique_ptr<EventSource>(
      std::make_unique<NdjsonSource>(options.paths, options.processor, projection));
}

}  // namespace headrace
