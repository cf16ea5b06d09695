return await Sockeye.Cli.SockeyeCommand.RunAsync(args);
