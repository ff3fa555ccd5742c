#include "cli/commands.h"

namespace headrace::cli {
namespace {

int run(int argc, char** argv) {
  CLI::App app{"headrace: a real-time feature engine"};
  app.require_subcommand(1);
  int code = 0;
  for (const auto add : {add_transform, add_validate, add_explain, add_state, add_test, add_init, add_eval,
                         add_schema, add_version}) {
    add(app, &code);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : exit_code(ErrorKind::kUsage);
  }
  return code;
}

}  // namespace
}  // namespace headrace::cli

int main(int argc, char** argv) { return headrace::cli::run(argc, argv); }
