/**
 * Whole programs, built by real compilers and linked through the launcher. What a result should be
 * is always found out by building it without Tenon in the same test. A test whose tools are missing
 * is skipped and says which.
 */
@NullMarked
package dev.tenon.cli.programs;

import org.jspecify.annotations.NullMarked;
