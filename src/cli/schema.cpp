// `headrace schema`: the JSON Schema of specs, for editors.
#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/diagnostics_output.h"
#include "cli/spec_schema.h"

namespace headrace::cli {

void add_schema(CLI::App& app, int* exit_code) {
  app.add_subcommand("schema", "Print the JSON Schema of specs, for editors")->callback([exit_code] {
    *exit_code = write_output(kSpecSchema);
  });
}

}  // namespace headrace::cli
