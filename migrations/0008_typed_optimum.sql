-- An optimum that the user typed in, in the problem's own sense. `published_optimum` is the one that came
-- with the problem's file.

ALTER TABLE problem ADD COLUMN typed_optimum REAL;
