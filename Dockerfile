# The dataaccess command in an image:
#   docker build --tag dataaccess .
#   docker run --rm --volume "$PWD:/work" --env SHOP_DB_PASSWORD dataaccess migrate up --env prod
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY .editorconfig Directory.Build.props Directory.Packages.props global.json ./
COPY src/ src/
RUN dotnet publish src/DataAccess.Cli --configuration Release --use-current-runtime --self-contained false --output /app

# Not a chiseled image: the jobs of pipelines need a shell.
FROM mcr.microsoft.com/dotnet/runtime:10.0
COPY --from=build /app /opt/dataaccess
RUN ln -s /opt/dataaccess/DataAccess.Cli /usr/local/bin/dataaccess
WORKDIR /work
USER $APP_UID
ENTRYPOINT ["dataaccess"]
