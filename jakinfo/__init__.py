"""The top floor: settings, addresses, the API's frame and everything that joins the apps."""
