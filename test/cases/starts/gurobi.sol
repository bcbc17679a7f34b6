# Solution for model SENSE
# Objective value = 5
x0 1
x1 0
x2 0
