"""VKontakte: walls read by a service token, answers by a community's."""
