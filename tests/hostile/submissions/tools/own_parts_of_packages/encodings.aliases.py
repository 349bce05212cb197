aliases = {'evil': 'rot_13'}
