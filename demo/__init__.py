"""Demo data, made through the services of the house so that it obeys every rule.

Stands beside the house: it may use every storey, and nothing imports it. People, producers and phone numbers are invented;
unit codes are sample codes. What the procedures prescribe comes from the decisions that ``load_rubrics`` has loaded.
"""
