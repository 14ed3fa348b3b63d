import { expose } from 'comlink';
import { createOwnResources, ownJobs } from '../src/jobs/own';
import { createHost } from './host';

expose(createHost(ownJobs, createOwnResources()));
