/** Measures two commands side by side: words go in, one line of ratios comes out. */
@NullMarked
package dev.tenon.bench;

import org.jspecify.annotations.NullMarked;
