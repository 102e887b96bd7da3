package dev.tenon.cli.programs;

import java.io.IOException;
import java.util.Random;

/**
 * One kind of change to a project or to what surrounds it.
 *
 * @param name as it is counted
 */
record Edit(String name, Change change) {
  interface Change {
    /** What was done exactly; empty if there was nothing that could be changed so. */
    String make(Random random) throws IOException;
  }
}
