"""Countries, cities, sites and regions by name: what a name can mean, and where that lies. Data alone, no syntax."""
