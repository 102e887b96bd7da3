/**
 * The command line: names and verbs, messages, exit codes. The only room that reads the process:
 * its environment, working folder and streams go into a {@link dev.tenon.pipeline.Request}.
 */
@NullMarked
package dev.tenon.cli;

import org.jspecify.annotations.NullMarked;
