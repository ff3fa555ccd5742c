// docs/spec.schema.json, as it was when this was built.
#pragma once

namespace headrace::cli {

extern const char* const kSpecSchema;

}  // namespace headrace::cli
