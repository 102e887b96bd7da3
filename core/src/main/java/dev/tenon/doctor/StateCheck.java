package dev.tenon.doctor;

import dev.tenon.pipeline.Request;
import dev.tenon.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether receipts can be kept. */
final class StateCheck implements Check {
  @Override
  public List<Finding> look(Request request) {
    Path state = request.state();
    if (state.equals(StateFolder.NONE)) {
      return List.of(
          Finding.problem(
              "state",
              "the state folder is not used, so no link is skipped: it or a folder above it belongs"
                  + " to somebody else, or others can write there",
              "TENON_STATE names another folder"));
    }
    try {
      if (!Files.exists(state)) {
        return List.of(absent(state));
      }
      Files.delete(Files.createTempFile(state, "doctor", ""));
      return List.of(Finding.ok("state", state + " can be written"));
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              "state",
              state + " cannot be written, so no receipt is kept: " + e.getMessage(),
              "TENON_STATE names another folder"));
    }
  }

  private static Finding absent(Path state) {
    Path at = state;
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at != null && Files.isDirectory(at) && Files.isWritable(at)
        ? Finding.ok("state", state + " is not there yet and can be made")
        : Finding.problem("state", state + " cannot be made", "TENON_STATE names another folder");
  }
}
