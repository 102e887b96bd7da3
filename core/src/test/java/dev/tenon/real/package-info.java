/** Runs the real tools for tests of all rooms. */
@NullMarked
package dev.tenon.real;

import org.jspecify.annotations.NullMarked;
