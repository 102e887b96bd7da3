/**
 * Readers of what comes from outside, given inputs that were changed at random. An input is a
 * function of its number, so that each can be made again; {@link dev.tenon.fuzz.Fuzzer} says how.
 */
@NullMarked
package dev.tenon.fuzz;

import org.jspecify.annotations.NullMarked;
