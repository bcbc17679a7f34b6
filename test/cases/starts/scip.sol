solution status: optimal solution found
objective value:                                    5
x0                                                  1 	(obj:5)
